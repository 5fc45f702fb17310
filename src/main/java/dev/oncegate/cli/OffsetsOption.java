package dev.oncegate.cli;

import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Offsets by partition, as the command line writes them: {@code 0:12,1:40}. */
record OffsetsOption(Map<Integer, Long> byPartition) {
  OffsetsOption {
    byPartition = Map.copyOf(byPartition);
  }

  /** Reads them. */
  static final class Converter implements ITypeConverter<OffsetsOption> {
    @Override
    public OffsetsOption convert(String text) {
      var offsets = new HashMap<Integer, Long>();
      for (String each : text.split(",", -1)) {
        String[] pair = each.strip().split(":", -1);
        try {
          int partition = Integer.parseInt(pair[0]);
          long offset = Long.parseLong(pair.length == 2 ? pair[1] : "");
          if (partition < 0 || offset < 0 || offsets.put(partition, offset) != null) {
            throw wrong(text);
          }
        } catch (NumberFormatException e) {
          throw wrong(text);
        }
      }
      return new OffsetsOption(offsets);
    }

    private static TypeConversionException wrong(String text) {
      return new TypeConversionException(
          "'" + text + "' is not of the form 0:12,1:40, each partition once with an offset");
    }
  }
}
