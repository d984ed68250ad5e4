package dev.multiprocess.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** A timeline, used by keyboard only. */
@Timeout(120)
@ExtendWith(BrowserExtension.class)
class TimelineKeyboardTests {

    private static final int MOST_TABS = 20;

    private Browser browser;
    private Chart chart;

    @BeforeEach
    void open(Browser browser) {
        this.browser = browser;
        chart = new Chart(browser);
        browser.open(FailedTests.page("hangs"), 1280);
    }

    private void press(CharSequence key) {
        browser.actions().sendKeys(key).perform();
    }

    private void pressAndRead(CharSequence key, String expected) {
        press(key);
        browser.await("the status says " + expected, () -> chart.status().contains(expected));
    }

    private List<String> tabTo(String id) {
        List<String> passed = new ArrayList<>();
        while (!passed.contains(id)) {
            press(Keys.TAB);
            passed.add((String) browser.ask("return document.activeElement.id"));
            assertThat(passed).hasSizeLessThan(MOST_TABS);
        }
        return passed;
    }

    @Test
    void tab_reachesTheButtonsAndTheChart() {
        assertThat(tabTo("plot")).containsSubsequence("zoom-in", "zoom-out", "zoom-all", "plot");
        assertThat(browser.ask("return getComputedStyle(document.activeElement).outlineStyle"))
                .isEqualTo("solid");
    }

    @Test
    void button_zoomsByKey() {
        String all = chart.axis();
        tabTo("zoom-in");
        press(Keys.ENTER);
        chart.awaitAxis(all, true);
        tabTo("zoom-all");
        press(Keys.SPACE);
        chart.awaitAxis(all, false);
    }

    @Test
    void arrows_moveThroughProcessesAndWhatTheyDid() {
        tabTo("plot");

        pressAndRead(Keys.ARROW_DOWN, "test JVM: runs the test. First: runs the code of the test, 0.00 ms to ");
        pressAndRead(Keys.ARROW_DOWN, "reader: pid ");
        assertThat(chart.status()).contains("First: its JVM starts, ");
        pressAndRead(Keys.ARROW_RIGHT, "reader reads its task, ");
        pressAndRead(Keys.ARROW_RIGHT, "reader runs its task, ");
        pressAndRead(Keys.ARROW_LEFT, "reader reads its task, ");
        assertThat(browser.findAll(By.cssSelector("#plot .item.load.chosen"))).hasSize(1);
        pressAndRead(Keys.ARROW_DOWN, "second-reader-with-a-long-name: pid ");
        pressAndRead(Keys.ARROW_DOWN, "second-reader-with-a-long-name: pid ");
        pressAndRead(Keys.ARROW_UP, "reader: pid ");
        pressAndRead(Keys.ARROW_UP, "test JVM: runs the test");
        assertThat(browser.findAll(By.cssSelector("#plot .chosen-lane"))).hasSize(1);
    }

    @Test
    void signs_zoom() {
        String all = chart.axis();
        tabTo("plot");

        press("+");
        chart.awaitAxis(all, true);
        String once = chart.axis();
        press("+");
        chart.awaitAxis(once, true);
        press("-");
        chart.awaitAxis(once, false);
        press("0");
        chart.awaitAxis(all, false);
    }

    @Test
    void whatIsChosen_isInViewHoweverNear() {
        tabTo("plot");
        pressAndRead(Keys.ARROW_DOWN, "test JVM");
        for (int i = 0; i < 8; i++) {
            String before = chart.axis();
            press("+");
            chart.awaitAxis(before, true);
        }
        String before = chart.axis();
        List<String> ticks = List.of(before.split(" \\| "));
        assertThat(ticks).doesNotHaveDuplicates();

        pressAndRead(Keys.ARROW_DOWN, "reader: pid ");
        press(Keys.ARROW_RIGHT);
        chart.awaitAxis(before, true);
        assertThat(chart.bar("chosen").isDisplayed()).isTrue();
    }
}
