package dev.oncegate.rules.sheet;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;

/** A sheet's cells by row and column, both from 0 as in Drools; blank cells are not kept. */
public final class Sheet {
  private final String file;
  private final String name;
  private final NavigableMap<Integer, NavigableMap<Integer, Cell>> rows = new TreeMap<>();
  private final List<Area> merged = new ArrayList<>();

  /** Cells that were merged into one; both ends belong to it. */
  public record Area(int firstRow, int firstColumn, int lastRow, int lastColumn) {}

  Sheet(String file, String name) {
    this.file = file;
    this.name = name;
  }

  public void put(int row, int column, Cell cell) {
    if (!cell.isBlank()) {
      rows.computeIfAbsent(row, _ -> new TreeMap<>()).put(column, cell);
    }
  }

  public void merge(Area area) {
    merged.add(area);
  }

  public String file() {
    return file;
  }

  public String name() {
    return name;
  }

  public List<Area> merged() {
    return merged;
  }

  /** The rows that have any cell. */
  public NavigableSet<Integer> rows() {
    return rows.navigableKeySet();
  }

  /** A row's cells by column. */
  public NavigableMap<Integer, Cell> row(int row) {
    return rows.getOrDefault(row, new TreeMap<>());
  }

  public Cell cell(int row, int column) {
    return row(row).getOrDefault(column, Cell.EMPTY);
  }

  public TableProblem problem(int row, int column, String sentence) {
    return new TableProblem(file, name, CellName.of(row, column), sentence);
  }
}
