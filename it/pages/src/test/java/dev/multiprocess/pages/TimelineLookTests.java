package dev.multiprocess.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;

/** What a visitor sees of a timeline who does nothing. */
@Timeout(120)
@ExtendWith(BrowserExtension.class)
class TimelineLookTests {

    /** Texts whose contrast with what is below them is less than WCAG 2 asks for, with that. */
    private static final String FAINT_TEXTS = """
            const channel = value => value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
            const parts = colour => colour.match(/[\\d.]+/g).map(Number);
            const light = colour => {
              const [r, g, b] = parts(colour).map(channel);
              return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
            const back = element => {
              if (element.closest('svg')) {
                element.scrollIntoView({block: 'center'});
                const box = element.getBoundingClientRect();
                const below = document.elementsFromPoint(box.left + 2, box.top + box.height / 2)
                  .find(each => each.matches('path.item, rect'));
                return below ? getComputedStyle(below).fill : back(element.closest('div'));
              }
              const colour = getComputedStyle(element).backgroundColor;
              return parts(colour)[3] === 0 ? back(element.parentElement) : colour;
            };
            document.querySelectorAll('details').forEach(details => details.open = true);
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const faint = [];
            let seen = 0;
            while (walker.nextNode()) {
              const element = walker.currentNode.parentElement;
              if (!walker.currentNode.nodeValue.trim() || !element.getClientRects().length || element.tagName === 'title') {
                continue;
              }
              seen++;
              const style = getComputedStyle(element);
              const text = element.closest('svg') ? style.fill : style.color;
              const ratio = contrast(text, back(element));
              if (ratio < 4.5) {
                faint.push(walker.currentNode.nodeValue.trim() + ': ' + text + ' on ' + back(element) + ': ' + ratio.toFixed(2));
              }
            }
            return seen < 20 ? ['only ' + seen + ' texts'] : faint;
            """;

    @ParameterizedTest
    @CsvSource({
        "hangs, 1280, light",
        "hangs, 390, dark",
        "locksInTwoOrders, 1280, dark",
        "locksInTwoOrders, 390, light",
        "writerIsKilled, 1280, light",
        "writerIsKilled, 390, dark"
    })
    void page_isReadable(String test, int width, String scheme, Browser browser) {
        browser.open(FailedTests.page(test), width);
        browser.colourScheme(scheme);

        assertThat(browser.messages()).isEmpty();
        assertThat(browser.ask("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .isEqualTo(0L);
        assertThat((List<?>) browser.ask(FAINT_TEXTS)).isEmpty();
        assertThat(browser.ask("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo(scheme.equals("dark") ? "rgb(20, 23, 28)" : "rgb(255, 255, 255)");
        assertThat(browser.find(By.id("chart")).isDisplayed()).isTrue();
        assertThat(new Chart(browser).names())
                .hasSize(3)
                .contains("test JVM")
                .hasSameSizeAs(browser.findAll(By.cssSelector("#chart + h2 + .wide tbody tr")));
    }

    @ParameterizedTest
    @CsvSource({"hangs, 1280", "writerIsKilled, 390"})
    void texts_doNotCoverEachOther(String test, int width, Browser browser) {
        browser.open(FailedTests.page(test), width);

        assertThat((List<?>) browser.ask("""
                        const texts = [...document.querySelectorAll('#plot .name, #plot .queue-name, #plot .axis text')]
                          .map(text => [text.firstChild.nodeValue, text.getBoundingClientRect()]);
                        const box = document.getElementById('plot').getBoundingClientRect();
                        const left = document.querySelector('#plot clipPath rect').x.baseVal.value + box.left;
                        const wrong = [];
                        texts.forEach(([name, a], i) => {
                          if (a.right > box.right || a.left < box.left) {
                            wrong.push(name + ' is cut');
                          }
                          texts.slice(i + 1).forEach(([other, b]) => {
                            if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) {
                              wrong.push(name + ' covers ' + other);
                            }
                          });
                        });
                        document.querySelectorAll('#plot .name, #plot .queue-name').forEach(name => {
                          if (name.getBoundingClientRect().right > left) {
                            wrong.push(name.firstChild.nodeValue + ' is in the chart');
                          }
                        });
                        return wrong;
                        """)).isEmpty();
    }

    @Test
    void whatAChildWrites_harmsNoVisitor(Browser browser) {
        Path page = FailedTests.page("writesTags");
        browser.open(page, 1280);

        assertThat(browser.messages()).isEmpty();
        assertThat(browser.requests()).containsExactly(page.toUri().toString());
        assertThat(browser.ask("return performance.getEntriesByType('resource').length"))
                .isEqualTo(0L);
        assertThat(browser.title()).isEqualTo("FailedTests$FailingTestCases.writesTags");
        assertThat(browser.findAll(By.tagName("img"))).isEmpty();
        assertThat((String) browser.ask("return document.querySelector('details pre').textContent"))
                .contains("<script>document.title='owned'</script>", "@data@");
    }
}
