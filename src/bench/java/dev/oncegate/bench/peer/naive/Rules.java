package dev.oncegate.bench.peer.naive;

import java.util.Collection;
import org.kie.api.KieBase;
import org.kie.api.io.ResourceType;
import org.kie.api.runtime.KieSession;
import org.kie.internal.utils.KieHelper;

/** The decision tree as rules, the first of which that holds answers. */
final class Rules {
  static final String SEND_ALL = "SEND ALL";
  static final String SEND_LATEST = "SEND LATEST";
  static final String PARK = "PARK";

  private static final String DRL =
      """
      package dev.oncegate.bench.peer.naive

      dialect "mvel"

      rule "no_external_id" salience 20
      when $question : Question( answer == null, deduped == false, relevantId == false )
      then modify( $question ) { setAnswer( "DROP" ) }
      end

      rule "not_deduped" salience 19
      when $question : Question( answer == null, deduped == false )
      then modify( $question ) { setAnswer( "SEND ALL" ) }
      end

      rule "unknown_trigger" salience 18
      when $question : Question( answer == null, trigger == "unknown" )
      then modify( $question ) { setAnswer( "PARK" ) }
      end

      rule "exited" salience 17
      when $question : Question( answer == null, member == false )
      then modify( $question ) { setAnswer( "DROP" ) }
      end

      rule "irrelevant_new_id" salience 16
      when $question : Question( answer == null, trigger == "new_external_id", newIdRelevant == false )
      then modify( $question ) { setAnswer( "DROP" ) }
      end

      rule "merge_of_member" salience 15
      when $question : Question( answer == null, trigger == "profile_merge", mergedMember == true )
      then modify( $question ) { setAnswer( "DROP" ) }
      end

      rule "no_relevant_id" salience 14
      when $question : Question( answer == null, relevantId == false )
      then modify( $question ) { setAnswer( "DROP" ) }
      end

      rule "already_sent" salience 13
      when $question : Question( answer == null, alreadySent == true )
      then modify( $question ) { setAnswer( "DROP" ) }
      end

      rule "sent" salience 12
      when $question : Question( answer == null )
      then modify( $question ) { setAnswer( "SEND LATEST" ) }
      end
      """;

  private final KieBase base;

  Rules() {
    base = new KieHelper().addContent(DRL, ResourceType.DRL).build();
  }

  /** Has all questions of an update answered, in a session of its own. */
  void answer(Collection<Question> questions) {
    KieSession session = base.newKieSession();
    try {
      questions.forEach(session::insert);
      session.fireAllRules();
    } finally {
      session.dispose();
    }
  }
}
