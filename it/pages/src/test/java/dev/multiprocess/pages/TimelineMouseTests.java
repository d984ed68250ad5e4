package dev.multiprocess.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.WheelInput.ScrollOrigin;

/** A timeline, used by mouse only. */
@Timeout(120)
@ExtendWith(BrowserExtension.class)
class TimelineMouseTests {

    private Browser browser;
    private Chart chart;

    @BeforeEach
    void open(Browser browser) {
        this.browser = browser;
        chart = new Chart(browser);
        browser.open(FailedTests.page("hangs"), 1280);
    }

    @Test
    void pointingAtAWait_saysWhatItIs() {
        browser.actions().moveToElement(chart.bar("queue")).perform();
        browser.await("a tip", () -> !chart.tip().isEmpty());
        assertThat(chart.tip()).contains("waits to take from queue 'work' (thread main), ", " ms");

        browser.actions().moveToElement(browser.find(By.tagName("h2"))).perform();
        browser.await("no tip", () -> chart.tip().isEmpty());
    }

    @Test
    void clickOnAWait_keepsWhatItIs() {
        browser.actions().moveToElement(chart.bar("queue")).click().perform();

        browser.await("what was chosen", () -> chart.status().contains("waits to take from queue 'work'"));
        assertThat(browser.findAll(By.cssSelector("#plot .queue.chosen"))).hasSize(1);
    }

    @Test
    void buttons_zoom() {
        String all = chart.axis();

        browser.find(By.id("zoom-in")).click();
        chart.awaitAxis(all, true);
        String once = chart.axis();
        browser.find(By.id("zoom-in")).click();
        chart.awaitAxis(once, true);
        browser.find(By.id("zoom-out")).click();
        chart.awaitAxis(once, false);
        browser.find(By.id("zoom-all")).click();
        chart.awaitAxis(all, false);
    }

    @Test
    void wheelWithCtrl_zoomsAndWithoutScrollsThePage() {
        String whole = chart.axis();
        browser.find(By.id("zoom-in")).click();
        chart.awaitAxis(whole, true);
        String half = chart.axis();
        ScrollOrigin plot = ScrollOrigin.fromElement(chart.plot());

        browser.actions().scrollFromOrigin(plot, 0, 200).perform();
        browser.await("the page scrolls", () -> scrolled() > 0);
        assertThat(chart.axis()).isEqualTo(half);

        double before = scrolled();
        browser.actions()
                .keyDown(Keys.CONTROL)
                .scrollFromOrigin(plot, 0, -200)
                .keyUp(Keys.CONTROL)
                .perform();
        chart.awaitAxis(half, true);
        assertThat(scrolled()).isEqualTo(before);
    }

    private double scrolled() {
        return ((Number) browser.ask("return window.scrollY")).doubleValue();
    }

    @Test
    void draggingAChartThatIsZoomed_movesIt() {
        browser.find(By.id("zoom-in")).click();
        browser.find(By.id("zoom-in")).click();
        String before = chart.axis();
        browser.actions()
                .moveToElement(chart.plot())
                .clickAndHold()
                .moveByOffset(150, 0)
                .release()
                .perform();
        chart.awaitAxis(before, true);
    }
}
