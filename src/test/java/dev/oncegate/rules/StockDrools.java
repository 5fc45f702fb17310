package dev.oncegate.rules;

import dev.oncegate.rules.engine.Facts;
import dev.oncegate.rules.space.Attribute;
import dev.oncegate.rules.space.DecisionSpace;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import org.drools.core.impl.RuleBaseFactory;
import org.drools.kiesession.rulebase.InternalKnowledgeBase;
import org.drools.kiesession.rulebase.KnowledgeBaseFactory;
import org.kie.api.io.ResourceType;
import org.kie.api.runtime.KieSession;
import org.kie.internal.builder.KnowledgeBuilderFactory;
import org.kie.internal.io.ResourceFactory;

/** DRL run by Drools as anyone would run it: the first rule that fires decides. */
final class StockDrools {
  private final InternalKnowledgeBase base;

  StockDrools(String... drls) {
    var settings = KnowledgeBuilderFactory.newKnowledgeBuilderConfiguration();
    settings.setProperty("drools.dialect.default", "mvel");
    var builder = KnowledgeBuilderFactory.newKnowledgeBuilder(settings);
    for (String drl : drls) {
      builder.add(
          ResourceFactory.newByteArrayResource(drl.getBytes(StandardCharsets.UTF_8)),
          ResourceType.DRL);
    }
    if (builder.hasErrors()) {
      throw new AssertionError(builder.getErrors().toString());
    }
    base = KnowledgeBaseFactory.newKnowledgeBase(RuleBaseFactory.newKnowledgeBaseConfiguration());
    base.addPackages(builder.getKnowledgePackages());
  }

  /** The name of the rule that fires first. */
  String first(DecisionSpace space, int index) throws ReflectiveOperationException {
    Method put = Facts.class.getDeclaredMethod("put", Attribute.class, String.class);
    put.setAccessible(true);
    var facts = new Facts();
    for (Attribute attribute : Attribute.ofASituation()) {
      put.invoke(facts, attribute, space.word(index, attribute));
    }
    var first = new StringBuilder();
    KieSession session = base.newKieSession();
    session.insert(facts);
    session.fireAllRules(
        match -> {
          if (first.isEmpty()) {
            first.append(match.getRule().getName());
          }
          return false;
        });
    session.dispose();
    return first.toString();
  }
}
