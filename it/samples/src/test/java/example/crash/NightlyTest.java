package example.crash;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A test that only a night has time for. */
@Test
@EnabledIfSystemProperty(named = "nightly", matches = "true")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface NightlyTest {}
