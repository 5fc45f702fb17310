package dev.oncegate.rules.engine;

import dev.oncegate.rules.space.Attribute;
import org.drools.base.base.ValueResolver;
import org.drools.base.base.ValueType;
import org.drools.base.base.extractors.BaseObjectClassFieldReader;
import org.drools.base.rule.accessor.ReadAccessor;
import org.drools.base.rule.accessor.WriteAccessor;
import org.drools.core.base.ClassFieldAccessorCache.CacheEntry;
import org.drools.core.base.FieldAccessorFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of {@link Facts} for Drools, whose own factory generates a class for each field,
 * which a native binary cannot. Found through {@code META-INF/services}.
 */
public final class FactsAccessorFactory implements FieldAccessorFactory {
  private static final String ASKED = "asked";

  /** Above Drools' own. */
  @Override
  public int servicePriority() {
    return 10;
  }

  @Override
  public @Nullable ReadAccessor getClassFieldReader(Class<?> type, String field, CacheEntry cache) {
    boolean known = field.equals(ASKED) || Attribute.named(field) != null;
    // Null is Drools' word for "there is no such field".
    return type == Facts.class && known ? new FactReader(field) : null;
  }

  @Override
  public WriteAccessor getClassFieldWriter(Class<?> type, String field, CacheEntry cache) {
    throw new UnsupportedOperationException("rules state a verdict and write no field");
  }

  @SuppressWarnings("EnumOrdinal") // Any numbering does that stays the same.
  private static final class FactReader extends BaseObjectClassFieldReader {
    private final @Nullable Attribute attribute;

    FactReader(String field) {
      // Drools tells fields apart by the index.
      super(index(field), String.class, ValueType.STRING_TYPE);
      attribute = Attribute.named(field);
    }

    private static int index(String field) {
      Attribute attribute = Attribute.named(field);
      return attribute == null ? 0 : attribute.ordinal() + 1;
    }

    @Override
    public Object getValue(ValueResolver resolver, Object facts) {
      Facts situation = (Facts) facts;
      return attribute == null ? situation.getAsked() : situation.word(attribute);
    }
  }
}
