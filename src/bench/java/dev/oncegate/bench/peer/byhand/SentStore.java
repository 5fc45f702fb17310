package dev.oncegate.bench.peer.byhand;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.Filter;
import org.rocksdb.HashLinkedListMemTableConfig;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/**
 * RocksDB for small values that are looked up by their whole key, mostly in vain, and never read in
 * order: what is in memory is a hash table, files have a filter in front, and all tasks share one
 * block cache.
 */
public final class SentStore implements RocksDBConfigSetter {
  private static final long MIB = 1024 * 1024;
  private static final int FILTER_BITS = 10;
  private static final int BUCKETS = 250_000;
  private static final int LONGEST_USUAL_KEY = 96;

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
    options.setTableFormatConfig(table);
    // A hash of what would otherwise be a skip list takes a third off each look-up and half off
    // each
    // write. It wants one writer, which a task is, and a prefix, which is nearly every key's whole.
    options.setMemTableConfig(new HashLinkedListMemTableConfig().setBucketCount(BUCKETS));
    options.setAllowConcurrentMemtableWrite(false);
    options.useCappedPrefixExtractor(LONGEST_USUAL_KEY);
    options.setWriteBufferSize(32 * MIB);
    options.setMaxWriteBufferNumber(3);
    options.setCompressionType(CompressionType.NO_COMPRESSION);
    options.setStatsDumpPeriodSec(0);
  }

  @Override
  public void close(String storeName, Options options) {
    filter.close();
  }
}
