package dev.multiprocess.kit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Of a suite that runs elsewhere as well: an ordinary build runs one test of each five, always the same, a nightly one all. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(MostlyNightly.Condition.class)
public @interface MostlyNightly {

    /** By the name of the test, so that the choice does not depend on the order. */
    final class Condition implements ExecutionCondition {

        private static final int ONE_OF = 5;

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            boolean runs = Nightly.isNow()
                    || context.getTestMethod()
                            .map(method -> Math.floorMod(method.getName().hashCode(), ONE_OF) == 0)
                            .orElse(true);
            return runs
                    ? ConditionEvaluationResult.enabled("runs")
                    : ConditionEvaluationResult.disabled("runs at night");
        }
    }
}
