// Draws the chart of a timeline. The tables of the page have the same and need no script.
(function () {
  'use strict';
  const data = JSON.parse(document.getElementById('data').textContent);
  const LIFE = 22, WAIT = 16, GAP = 6, AXIS = 24, QUEUE = 34, MOST_FLOWS = 300;
  const HAS_TEXT = item => item.bar.thread !== 0 || item.kind === 'boot' || item.kind === 'load';
  const ON_LIGHT = new Set(['boot', 'load', 'queue']);
  const MARKS = new Set(['step', 'checkpoint', 'interference', 'failure']);

  // ---- where everything is, from top to bottom

  let top = 0;
  const lanes = data.lanes.map(lane => {
    const rows = new Map();
    const items = [];
    lane.bars.forEach(bar => {
      const waits = bar.thread !== 0;
      const row = bar.thread + (bar.kind === 'hold' ? ' holds' : '');
      if (waits && !rows.has(row)) {
        rows.set(row, rows.size);
      }
      const y = top + GAP / 2 + (waits ? LIFE + rows.get(row) * WAIT : 0);
      items.push({lane, kind: bar.kind, begin: bar.begin, end: bar.end, y, bar,
        height: waits ? WAIT - 2 : LIFE - 4,
        says: bar.text + (bar.threadName ? ' (thread ' + bar.threadName + ')' : '')
          + ', ' + time(bar.begin) + ' to ' + time(bar.end) + ': ' + time(bar.end - bar.begin)
          + (bar.open ? ', not over' : '')});
    });
    lane.marks.forEach(mark => items.push({lane, kind: mark.kind, begin: mark.at, end: mark.at, mark,
      y: top + GAP / 2 + (LIFE - 4) / 2, says: mark.text + ', at ' + time(mark.at)}));
    items.sort((a, b) => a.begin - b.begin || b.end - a.end);
    const place = {lane, items, top, height: LIFE + rows.size * WAIT + GAP};
    top += place.height;
    return place;
  });
  const middle = new Map(lanes.map(place => [place.lane.process, place.top + GAP / 2 + (LIFE - 4) / 2]));
  const queues = data.queues.map(queue => {
    const place = {queue, top};
    top += QUEUE;
    return place;
  });
  const height = top + GAP;

  function time(millis) {
    return millis < 10 ? millis.toFixed(2) + ' ms'
      : millis < 10000 ? millis.toFixed(0) + ' ms' : (millis / 1000).toFixed(2) + ' s';
  }

  // ---- the fixed parts

  document.getElementById('chart').hidden = false;
  const plot = d3.select('#plot');
  const status = document.getElementById('status');
  const axis = plot.append('svg').attr('class', 'axis').attr('height', AXIS)
    .append('g').attr('transform', 'translate(0,' + (AXIS - 1) + ')');
  const svg = plot.append('svg').attr('height', height);
  const tip = d3.select('#chart').append('div').attr('class', 'tip').attr('aria-hidden', 'true').style('display', 'none');
  const stripes = svg.append('g');
  const clip = svg.append('clipPath').attr('id', 'inside').append('rect').attr('height', height);
  const drawn = svg.append('g').attr('clip-path', 'url(#inside)').attr('aria-hidden', 'true');
  // The later ones cover the earlier ones, whatever comes into view last.
  const [sizeLayer, barLayer, textLayer, writtenLayer, flowLayer, failedLayer, markLayer, chosenLayer] =
    d3.range(8).map(() => drawn.append('g'));
  const labels = svg.append('g');
  let width, left, all, now = d3.zoomIdentity, isAsked = false;
  let lane = 0, hasLane = false, chosen = null;

  stripes.selectAll('rect').data(lanes).join('rect').attr('x', 0)
    .attr('y', place => place.top).attr('height', place => place.height);
  const named = lanes.map(place => ({name: place.lane.name, about: place.lane.name + ': ' + place.lane.about,
    class: 'name', y: place.top + LIFE / 2 + 6}))
    .concat(queues.map(place => ({name: 'queue ' + place.queue.name, about: 'queue ' + place.queue.name,
      class: 'queue-name', y: place.top + QUEUE / 2 + 4})));
  labels.selectAll('text').data(named).join('text').attr('class', label => label.class).attr('x', 6)
    .attr('y', label => label.y).text(label => label.name)
    .each(function (label) {
      label.length = this.getComputedTextLength();
    })
    .append('title').text(label => label.about);

  const kinds = new Set(lanes.flatMap(place => place.items.map(item => item.kind)));
  [['open', data.lanes.some(each => each.bars.some(bar => bar.open))], ['written', data.lanes.some(each => each.output.length)],
    ['flow', data.flows.length], ['failed', data.failedAt !== null]].forEach(([kind, is]) => is && kinds.add(kind));
  d3.selectAll('.key').each(function () {
    this.hidden = !kinds.has(this.firstElementChild.className);
  });

  function measure() {
    width = plot.node().clientWidth;
    left = Math.min(d3.max(named, label => label.length) + 14, width * 0.3);
    all = d3.scaleLinear([0, Math.max(data.duration, 0.001)], [left, width - 12]);
    plot.selectAll('svg').attr('width', width);
    clip.attr('x', left).attr('width', Math.max(0, width - left));
    stripes.selectAll('rect').attr('width', width);
    labels.selectAll('text').each(function (label) {
      const most = Math.floor(label.name.length * (left - 12) / label.length);
      this.firstChild.nodeValue = most < label.name.length ? label.name.slice(0, Math.max(1, most - 1)) + '…' : label.name;
    });
    zoom.extent([[left, 0], [width, height]]).translateExtent([[left, 0], [width, height]]);
  }

  // ---- what the zoom shows

  // Several changes before the next frame are one.
  function redraw() {
    if (!isAsked) {
      isAsked = true;
      requestAnimationFrame(() => {
        isAsked = false;
        draw();
      });
    }
  }

  // With as many digits as tell neighbours apart, and with room between them.
  function drawAxis(x) {
    for (let most = Math.floor((width - left) / 60); ; most--) {
      const at = x.ticks(Math.max(1, most));
      const power = at.length > 1 ? Math.floor(Math.log10(at[1] - at[0]) + 1e-9) : 0;
      const inSeconds = x.domain()[1] >= 10000;
      const text = millis => inSeconds ? (millis / 1000).toFixed(Math.max(0, 3 - power)) + ' s'
        : millis.toFixed(Math.max(0, -power)) + ' ms';
      const room = at.length ? text(at[at.length - 1]).length * 7 : 0;
      if (most <= 1 || at.length < 2 || x(at[1]) - x(at[0]) > room + 30) {
        axis.call(d3.axisTop(x).tickValues(at).tickFormat(text))
          .selectAll('.tick text').attr('text-anchor', millis => x(millis) + room / 2 > width ? 'end' : 'middle');
        return;
      }
    }
  }

  function draw() {
    const x = now.rescaleX(all);
    const from = x.invert(left), to = x.invert(width);
    drawAxis(x);
    const hasFocus = document.activeElement === plot.node();
    stripes.selectAll('rect').attr('class', (place, i) => i === lane && hasFocus ? 'chosen-lane' : i % 2 ? 'plain' : 'stripe');
    const bars = [], marks = [], texts = [];
    lanes.forEach(place => {
      const lastX = new Map(), shapes = new Map();
      place.items.forEach(item => {
        if (item.end < from || item.begin > to) {
          return;
        }
        const key = item.mark ? item.kind : item.y + item.kind;
        const end = Math.round(Math.max(x(item.end), x(item.begin) + 1));
        // What is narrower than a pixel and lies on what is there already would not be seen.
        if (lastX.has(key) && end <= lastX.get(key)) {
          return;
        }
        lastX.set(key, end);
        shapes.set(classOf(item), (shapes.get(classOf(item)) || '') + shape(item, x));
        if (item.bar && HAS_TEXT(item) && shown(item, x) > item.bar.text.length * 6.6) {
          texts.push(item);
        }
      });
      // One element for all that looks the same: a thousand of them take too long at each zoom.
      shapes.forEach((d, name) => (MARKS.has(name) ? marks : bars).push({name, d}));
    });
    sizeLayer.selectAll('path').data(queues).join('path').attr('class', 'size').attr('d', place => {
      const most = Math.max(1, d3.max(place.queue.sizes, size => size[1]) || 0);
      const y = d3.scaleLinear([0, most], [place.top + QUEUE - 4, place.top + 6]);
      const sizes = [[0, 0]].concat(place.queue.sizes);
      sizes.push([data.duration, sizes[sizes.length - 1][1]]);
      return d3.area().curve(d3.curveStepAfter).x(size => x(size[0])).y0(y(0)).y1(size => y(size[1]))(sizes);
    });
    drawShapes(barLayer, bars);
    textLayer.selectAll('text').data(texts)
      .join('text').attr('class', item => ON_LIGHT.has(item.kind) ? 'inside on-light' : 'inside')
      .text(item => item.bar.text)
      .attr('x', item => Math.max(left, x(item.begin)) + 4).attr('y', item => item.y + item.height - 4);
    writtenLayer.selectAll('path').data(lanes).join('path').attr('class', 'written').attr('d', place => written(place, x));
    const flows = data.flows.filter(flow => flow.taken >= from && flow.put <= to);
    flowLayer.selectAll('line').data(flows.length > MOST_FLOWS ? [] : flows).join('line').attr('class', 'flow')
      .attr('x1', flow => x(flow.put)).attr('y1', flow => middle.get(flow.from))
      .attr('x2', flow => x(flow.taken)).attr('y2', flow => middle.get(flow.to));
    failedLayer.selectAll('rect').data(data.failedAt === null ? [] : [data.failedAt]).join('rect')
      .attr('class', 'after').attr('height', height).attr('x', at => Math.max(left, x(at)))
      .attr('width', at => Math.max(0, width - Math.max(left, x(at))));
    failedLayer.selectAll('line').data(data.failedAt === null ? [] : [data.failedAt]).join('line')
      .attr('class', 'failed').attr('y1', 0).attr('y2', height).attr('x1', at => x(at)).attr('x2', at => x(at));
    drawShapes(markLayer, marks);
    drawShapes(chosenLayer, chosen ? [{name: classOf(chosen) + ' chosen', d: shape(chosen, x)}] : []);
  }

  function drawShapes(layer, shapes) {
    layer.selectAll('path').data(shapes).join('path')
      .attr('class', shape => 'item ' + shape.name).attr('d', shape => shape.d);
  }

  function classOf(item) {
    return item.bar && item.bar.open ? item.kind + ' open' : item.kind;
  }

  function radius(item) {
    return item.kind === 'failure' ? 6 : item.kind === 'step' ? 3 : 5;
  }

  // Only what is near the chart: far away from it, browsers lose digits.
  function shape(item, x) {
    const near = at => Math.round(Math.max(left - 20, Math.min(width + 20, x(at))) * 10) / 10;
    const begin = near(item.begin);
    if (item.mark) {
      const r = radius(item);
      return 'M' + (begin - r) + ',' + item.y + 'a' + r + ',' + r + ' 0 1,0 ' + 2 * r + ',0a' + r + ',' + r + ' 0 1,0 ' + -2 * r + ',0z';
    }
    return 'M' + begin + ',' + item.y + 'H' + Math.max(begin + 1.5, near(item.end)) + 'v' + item.height + 'H' + begin + 'z';
  }

  // What is seen at a place of the chart: the one on top, of which marks are.
  function itemAt([atX, atY]) {
    const place = atX < left ? null : lanes.find(each => each.top <= atY && atY < each.top + each.height);
    const x = now.rescaleX(all);
    return place ? d3.greatest(place.items.filter(item => item.mark
      ? Math.hypot(x(item.begin) - atX, item.y - atY) <= radius(item) + 1
      : item.y <= atY && atY <= item.y + item.height && x(item.begin) <= atX && atX <= Math.max(x(item.end), x(item.begin) + 1.5)),
    (a, b) => !!a.mark - !!b.mark || a.begin - b.begin) : undefined;
  }

  // Where a process wrote lines: one stroke for all that are close to each other.
  function written(place, x) {
    const y = place.top + GAP / 2 + LIFE - 5;
    let path = '', first = -9, last = -9;
    const stroke = () => first < 0 ? '' : 'M' + first + ',' + y + 'H' + (last + 1);
    place.lane.output.forEach(at => {
      const pixel = Math.round(x(at));
      if (pixel >= left && pixel <= width && pixel > last) {
        if (pixel > last + 2) {
          path += stroke();
          first = pixel;
        }
        last = pixel;
      }
    });
    return path + stroke();
  }

  function shown(item, x) {
    return Math.min(width, x(item.end)) - Math.max(left, x(item.begin)) - 8;
  }

  // ---- mouse

  const zoom = d3.zoom().scaleExtent([1, 1e6])
    .filter(event => event.type === 'wheel' ? event.ctrlKey || event.metaKey : !event.button)
    .on('zoom', event => {
      now = event.transform;
      redraw();
    });
  svg.call(zoom);
  svg.on('pointermove', event => {
    const item = itemAt(d3.pointer(event, svg.node()));
    tip.style('display', item ? 'block' : 'none');
    if (item) {
      tip.text(item.lane.name + ' ' + item.says);
      const box = tip.node().getBoundingClientRect();
      const below = event.clientY + 16;
      tip.style('left', Math.max(4, Math.min(event.clientX + 12, document.documentElement.clientWidth - box.width - 4)) + 'px')
        .style('top', (below + box.height > window.innerHeight ? event.clientY - box.height - 8 : below) + 'px');
    }
  });
  svg.on('pointerleave', () => tip.style('display', 'none'));
  svg.on('click', event => {
    const item = itemAt(d3.pointer(event, svg.node()));
    if (item) {
      choose(item);
    }
  });
  document.getElementById('zoom-in').onclick = () => svg.call(zoom.scaleBy, 2);
  document.getElementById('zoom-out').onclick = () => svg.call(zoom.scaleBy, 0.5);
  document.getElementById('zoom-all').onclick = () => svg.call(zoom.transform, d3.zoomIdentity);

  // ---- keyboard

  function choose(item) {
    chosen = item;
    hasLane = true;
    lane = lanes.findIndex(place => place.lane === item.lane);
    status.textContent = item.lane.name + ' ' + item.says;
    const x = now.rescaleX(all);
    if (x(item.begin) < left || x(item.begin) > width - 12) {
      svg.call(zoom.translateTo, all((item.begin + Math.min(item.end, item.begin + x.invert(width) - x.invert(left))) / 2), 0);
    }
    show(lanes[lane]);
    redraw();
  }

  function show(place) {
    const box = plot.node();
    const bottom = place.top + place.height + AXIS - box.clientHeight;
    if (place.top < box.scrollTop) {
      box.scrollTop = place.top;
    } else if (bottom > box.scrollTop) {
      box.scrollTop = Math.min(bottom, place.top);
    }
  }

  function step(by) {
    const items = lanes[lane].items;
    const at = items.indexOf(chosen);
    if (items.length) {
      choose(items[at < 0 ? 0 : Math.max(0, Math.min(items.length - 1, at + by))]);
    }
  }

  // The first of these keys chooses the process where it stands.
  function toLane(by) {
    lane = hasLane ? Math.max(0, Math.min(lanes.length - 1, lane + by)) : lane;
    hasLane = true;
    const place = lanes[lane];
    chosen = null;
    if (place.items.length) {
      choose(place.items[0]);
    }
    status.textContent = place.lane.name + ': ' + place.lane.about
      + (place.items.length ? '. First: ' + place.items[0].says : '');
    show(place);
    redraw();
  }

  const keys = {
    ArrowRight: () => step(1),
    ArrowLeft: () => step(-1),
    ArrowDown: () => toLane(1),
    ArrowUp: () => toLane(-1),
    '+': () => zoomBy(2),
    '=': () => zoomBy(2),
    '-': () => zoomBy(0.5),
    0: () => svg.call(zoom.transform, d3.zoomIdentity)
  };

  function zoomBy(factor) {
    const at = chosen ? [Math.max(left, Math.min(width, now.rescaleX(all)(chosen.begin))), 0] : undefined;
    svg.call(zoom.scaleBy, factor, at);
  }

  plot.on('keydown', event => {
    if (keys[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  plot.on('focus', redraw).on('blur', redraw);

  // A link to what a process did opens that, also where the browser does not.
  function open() {
    const target = document.getElementById(location.hash.slice(1));
    const details = target && target.closest('details');
    if (details && !details.open) {
      details.open = true;
      target.scrollIntoView();
    }
  }
  window.addEventListener('hashchange', open);
  window.addEventListener('resize', () => {
    measure();
    svg.call(zoom.transform, d3.zoomIdentity);
  });
  measure();
  draw();
  open();
})();
