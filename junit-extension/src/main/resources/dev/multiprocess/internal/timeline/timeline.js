// Draws the chart of a timeline. The tables of the page have the same and need no script.
(function () {
  'use strict';
  const data = JSON.parse(document.getElementById('data').textContent);
  const LIFE = 22, WAIT = 16, GAP = 6, AXIS = 24, QUEUE = 34, MOST_FLOWS = 300;

  // ---- where everything is, from top to bottom

  const names = d3.max(data.lanes.map(lane => lane.name.length).concat(data.queues.map(queue => queue.name.length + 6)));
  let top = AXIS;
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
  const svg = plot.append('svg').attr('height', height);
  const tip = plot.append('div').attr('class', 'tip').attr('aria-hidden', 'true').style('display', 'none');
  const stripes = svg.append('g');
  const axis = svg.append('g').attr('class', 'axis').attr('transform', 'translate(0,' + (AXIS - 4) + ')');
  const clip = svg.append('clipPath').attr('id', 'inside').append('rect').attr('height', height);
  const drawn = svg.append('g').attr('clip-path', 'url(#inside)');
  const labels = svg.append('g');
  let width, left, all, now = d3.zoomIdentity;
  let lane = 0, chosen = null;

  stripes.selectAll('rect').data(lanes).join('rect').attr('x', 0)
    .attr('y', place => place.top).attr('height', place => place.height);
  labels.selectAll('text').data(lanes).join('text').attr('class', 'name').attr('x', 6)
    .attr('y', place => place.top + LIFE / 2 + 6)
    .text(place => place.lane.name).append('title').text(place => place.lane.name + ': ' + place.lane.about);
  labels.selectAll('.queue-name').data(queues).join('text').attr('class', 'queue-name').attr('x', 6)
    .attr('y', place => place.top + QUEUE / 2 + 4).text(place => 'queue ' + place.queue.name);

  function measure() {
    width = plot.node().clientWidth;
    left = Math.min(names * 7.5 + 16, width * 0.3);
    all = d3.scaleLinear([0, Math.max(data.duration, 0.001)], [left, width - 12]);
    svg.attr('width', width);
    clip.attr('x', left).attr('width', Math.max(0, width - left));
    const most = Math.max(3, Math.floor(left / 7.5));
    labels.selectAll('text').each(function (place) {
      const name = place.lane ? place.lane.name : 'queue ' + place.queue.name;
      this.firstChild.nodeValue = name.length > most ? name.slice(0, most - 1) + '…' : name;
    });
    zoom.extent([[left, 0], [width, height]]).translateExtent([[left, 0], [width, height]]);
  }

  // ---- what the zoom shows

  function draw() {
    const x = now.rescaleX(all);
    const from = x.invert(left), to = x.invert(width);
    axis.call(d3.axisTop(x).ticks(Math.max(2, (width - left) / 110)).tickFormat(at => time(at)));
    axis.selectAll('.tick').style('display', at => x(at) < left ? 'none' : null);
    stripes.selectAll('rect').attr('width', width)
      .attr('class', (place, i) => i === lane && document.activeElement === plot.node() ? 'chosen-lane'
        : i % 2 ? null : 'stripe').style('fill', function () { return this.getAttribute('class') ? null : 'none'; });
    const bars = [], marks = [];
    lanes.forEach(place => {
      const lastX = new Map();
      place.items.forEach(item => {
        if (item.end < from || item.begin > to) {
          return;
        }
        const key = item.mark ? 'mark' + item.kind : 'bar' + item.y + item.kind;
        const end = Math.round(Math.max(x(item.end), x(item.begin) + 1));
        // What is narrower than a pixel and lies on what is there already would not be seen.
        if (item !== chosen && lastX.has(key) && end <= lastX.get(key)) {
          return;
        }
        lastX.set(key, end);
        (item.mark ? marks : bars).push(item);
      });
    });
    drawn.selectAll('path.size').data(queues).join('path').attr('class', 'size').attr('d', place => {
      const most = Math.max(1, d3.max(place.queue.sizes, size => size[1]));
      const y = d3.scaleLinear([0, most], [place.top + QUEUE - 4, place.top + 6]);
      const sizes = [[0, 0]].concat(place.queue.sizes);
      sizes.push([data.duration, sizes[sizes.length - 1][1]]);
      return d3.area().curve(d3.curveStepAfter).x(size => x(size[0])).y0(y(0)).y1(size => y(size[1]))(sizes);
    });
    const flows = data.flows.filter(flow => flow.taken >= from && flow.put <= to);
    drawn.selectAll('line.flow').data(flows.length > MOST_FLOWS ? [] : flows).join('line').attr('class', 'flow')
      .attr('x1', flow => x(flow.put)).attr('y1', flow => middle.get(flow.from))
      .attr('x2', flow => x(flow.taken)).attr('y2', flow => middle.get(flow.to));
    drawn.selectAll('line.failed').data(data.failedAt === null ? [] : [data.failedAt]).join('line')
      .attr('class', 'failed').attr('y1', AXIS).attr('y2', height).attr('x1', at => x(at)).attr('x2', at => x(at));
    drawn.selectAll('rect.item').data(bars).join('rect')
      .attr('class', item => 'item ' + item.kind + (item.bar.open ? ' open' : '') + (item === chosen ? ' chosen' : ''))
      .attr('x', item => x(item.begin)).attr('y', item => item.y).attr('rx', 2)
      .attr('height', item => item.height)
      .attr('width', item => Math.max(1.5, x(item.end) - x(item.begin)));
    drawn.selectAll('text.inside').data(bars.filter(item => item.bar.thread !== 0 || item.kind === 'boot' || item.kind === 'load'
        ? shown(item, x) > item.bar.text.length * 6.6 : false))
      .join('text').attr('class', 'inside').text(item => item.bar.text)
      .attr('x', item => Math.max(left, x(item.begin)) + 4).attr('y', item => item.y + item.height - 4);
    const written = lanes.flatMap(place => {
      let last = -1;
      return place.lane.output.filter(at => {
        const pixel = Math.round(x(at));
        const isNew = at >= from && at <= to && pixel !== last;
        last = isNew ? pixel : last;
        return isNew;
      }).map(at => ({at, y: place.top + GAP / 2 + LIFE - 4}));
    });
    drawn.selectAll('line.written').data(written).join('line').attr('class', 'written')
      .attr('x1', line => x(line.at)).attr('x2', line => x(line.at))
      .attr('y1', line => line.y - 4).attr('y2', line => line.y + 2);
    drawn.selectAll('circle').data(marks).join('circle')
      .attr('class', item => 'item ' + item.kind + (item === chosen ? ' chosen' : ''))
      .attr('r', item => item.kind === 'failure' ? 6 : item.kind === 'step' ? 3 : 5)
      .attr('cx', item => x(item.begin)).attr('cy', item => item.y).raise();
    drawn.selectAll('.item').attr('aria-hidden', 'true');
  }

  function shown(item, x) {
    return Math.min(width, x(item.end)) - Math.max(left, x(item.begin)) - 8;
  }

  // ---- mouse

  const zoom = d3.zoom().scaleExtent([1, 1e6])
    .filter(event => event.type === 'wheel' ? event.ctrlKey || event.metaKey : !event.button)
    .on('zoom', event => {
      now = event.transform;
      draw();
    });
  svg.call(zoom);
  svg.on('pointermove', event => {
    const item = event.target.classList.contains('item') ? d3.select(event.target).datum() : null;
    tip.style('display', item ? 'block' : 'none');
    if (item) {
      const [x, y] = d3.pointer(event, plot.node());
      tip.text(item.lane.name + ' ' + item.says)
        .style('left', Math.max(0, Math.min(x + 12, width - 300)) + 'px')
        .style('top', y + 16 + plot.node().scrollTop + 'px');
    }
  });
  svg.on('pointerleave', () => tip.style('display', 'none'));
  svg.on('click', event => {
    if (event.target.classList.contains('item')) {
      choose(d3.select(event.target).datum());
    }
  });
  document.getElementById('zoom-in').onclick = () => svg.call(zoom.scaleBy, 2);
  document.getElementById('zoom-out').onclick = () => svg.call(zoom.scaleBy, 0.5);
  document.getElementById('zoom-all').onclick = () => svg.call(zoom.transform, d3.zoomIdentity);

  // ---- keyboard

  function choose(item) {
    chosen = item;
    lane = lanes.findIndex(place => place.lane === item.lane);
    status.textContent = item.lane.name + ' ' + item.says;
    const x = now.rescaleX(all);
    if (x(item.begin) < left || x(item.begin) > width - 12) {
      svg.call(zoom.translateTo, all((item.begin + Math.min(item.end, item.begin + x.invert(width) - x.invert(left))) / 2), 0);
    }
    const place = lanes[lane];
    const box = plot.node();
    if (place.top < box.scrollTop || place.top + place.height > box.scrollTop + box.clientHeight) {
      box.scrollTop = place.top - AXIS;
    }
    draw();
  }

  function step(by) {
    const items = lanes[lane].items;
    const at = items.indexOf(chosen);
    if (items.length) {
      choose(items[at < 0 ? 0 : Math.max(0, Math.min(items.length - 1, at + by))]);
    }
  }

  function toLane(by) {
    lane = Math.max(0, Math.min(lanes.length - 1, lane + by));
    const place = lanes[lane];
    chosen = null;
    status.textContent = place.lane.name + ': ' + place.lane.about;
    if (place.items.length) {
      choose(place.items[0]);
      status.textContent = place.lane.name + ': ' + place.lane.about + '. First: ' + place.items[0].says;
    }
    draw();
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
  plot.on('focus', draw).on('blur', draw);

  // A link to what a process did opens it.
  function open() {
    const target = document.getElementById(location.hash.slice(1));
    if (target && target.tagName === 'DETAILS') {
      target.open = true;
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
