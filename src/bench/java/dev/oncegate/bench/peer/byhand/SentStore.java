package dev.oncegate.bench.peer.byhand;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.Filter;
import org.rocksdb.IndexType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/**
 * RocksDB for small values that are mostly looked for in vain: filters in front of the files and of
 * what is still in memory, one block cache for all tasks.
 */
public final class SentStore implements RocksDBConfigSetter {
  private static final long MIB = 1024 * 1024;
  private static final int FILTER_BITS = 10;

  // For the whole process; RocksDB's objects are outside of the heap.
  private static final Cache BLOCKS;

  static {
    RocksDB.loadLibrary();
    BLOCKS = new LRUCache(128 * MIB);
  }

  private final Filter filter = new BloomFilter(FILTER_BITS);

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    var table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(BLOCKS);
    table.setCacheIndexAndFilterBlocks(true);
    table.setPinTopLevelIndexAndFilter(true);
    table.setFilterPolicy(filter);
    table.setWholeKeyFiltering(true);
    table.setIndexType(IndexType.kBinarySearch);
    options.setTableFormatConfig(table);
    options.setWriteBufferSize(32 * MIB);
    options.setMaxWriteBufferNumber(3);
    options.setMemtablePrefixBloomSizeRatio(0.1);
    options.setMemtableWholeKeyFiltering(true);
    options.setCompressionType(CompressionType.NO_COMPRESSION);
    options.setStatsDumpPeriodSec(0);
  }

  @Override
  public void close(String storeName, Options options) {
    filter.close();
  }
}
