package dev.oncegate.replay.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Makes a test of every case and every recording in a directory. The method has no body:
 *
 * <pre>{@code
 * @RulebookTest(tables = "tables", cases = "cases", everyRow = true)
 * void theTablesDecideAsAgreed() {}
 * }</pre>
 *
 * <p>Directories are looked for from where the build runs. What they hold is in {@code
 * docs/replay.md}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(DirectoryCases.class)
public @interface RulebookTest {

  /** The directory of tables; without it, those that ship with Oncegate. */
  String tables() default "";

  /** The directory of cases and recordings. */
  String cases();

  /** Whether every row and DRL rule must have a case that it answers, and a near miss. */
  boolean everyRow() default false;
}
