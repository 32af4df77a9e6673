// One chart theme for both colour conventions, light and dark.  A page's options are data: see daybook/web/charts.py.
(() => {
  const drawn = new Map();

  function theme() {
    const style = getComputedStyle(document.documentElement);
    const pick = (name) => style.getPropertyValue(name).trim();
    return {
      ink: pick("--db-ink"), quiet: pick("--db-quiet"), line: pick("--db-line"), card: pick("--db-card"),
      red: pick("--db-red"), green: pick("--db-green"), blue: pick("--db-blue"), soft: pick("--db-soft"), amber: pick("--db-amber"),
      font: getComputedStyle(document.body).fontFamily,
    };
  }

  const short = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

  function shell(t) {
    return {
      animation: false, textStyle: { fontFamily: t.font, fontSize: 12, color: t.ink }, aria: { enabled: false },
      tooltip: { trigger: "axis", renderMode: "richText", confine: true, backgroundColor: t.card, borderColor: t.line,
        textStyle: { color: t.ink, fontSize: 12 }, axisPointer: { type: "shadow", shadowStyle: { color: t.soft, opacity: .6 } } },
      grid: { left: 8, right: 16, top: 28, bottom: 8, containLabel: true },
    };
  }

  // Base to actual as lying bars: names are long, and a phone is narrow.
  function bridge(o, t, narrow) {
    const colour = { red: t.red, green: t.green, flat: t.quiet, total: t.blue };
    const rows = o.bars.map((b) => ({
      value: b.value,
      itemStyle: b.tone === "red" || b.tone === "green" || b.tone === "flat"
        ? { color: colour[b.tone], borderRadius: 2 } : { color: colour.total, borderRadius: 2 },
      label: { show: true, position: "right", formatter: b.said, color: t.ink, fontWeight: b.tone === "total" ? 600 : 400 },
    }));
    return { ...shell(t),
      grid: { left: 8, right: narrow ? 84 : 120, top: 8, bottom: 8, containLabel: true },
      tooltip: { ...shell(t).tooltip, formatter: (found) => {
        const b = o.bars[found[0].dataIndex];
        return [b.name, b.said, b.note].filter(Boolean).join("\n");
      } },
      xAxis: { type: "value", show: false, min: 0 },
      yAxis: { type: "category", inverse: true, data: o.labels, axisTick: { show: false }, axisLine: { lineStyle: { color: t.line } },
        axisLabel: { color: t.ink, formatter: (text) => short(text, narrow ? (/[^\x00-\xff]/.test(text) ? 11 : 18) : 26) } },
      series: [
        { type: "bar", stack: "all", silent: true, itemStyle: { color: "transparent" }, data: o.carried, tooltip: { show: false } },
        { type: "bar", stack: "all", data: rows, barMaxWidth: 18, cursor: "default" },
      ],
    };
  }

  // Days as a curve over what was expected; events stand as flags on their day.
  function days(o, t, narrow) {
    const last = o.values.length - 1;
    const marks = o.marks.map((m) => ({ xAxis: m.day, label: { show: false }, lineStyle: { color: t.amber } }));
    if (o.level) marks.push({ yAxis: o.level.value, symbolSize: 0, lineStyle: { color: t.quiet, type: "dotted" },
      label: { show: true, position: "insideStartTop", color: t.quiet, formatter: o.level.name } });
    return { ...shell(t),
      grid: { left: 28, right: 28, top: 20, bottom: 8, containLabel: true },
      tooltip: { ...shell(t).tooltip, axisPointer: { type: "line", lineStyle: { color: t.quiet } }, formatter: (found) => {
        const i = found[0].dataIndex;
        const beside = o.marks.filter((m) => m.day === o.labels[i]).map((m) => `• ${m.what}`);
        return [o.labels[i], o.said[i], ...beside].join("\n");
      } },
      xAxis: { type: "category", data: o.labels, boundaryGap: false, axisTick: { show: false }, axisLine: { lineStyle: { color: t.line } },
        axisLabel: { color: t.quiet, hideOverlap: true, alignMinLabel: "left", alignMaxLabel: "right", formatter: (text, i) => (narrow && i % 2 ? "" : text) } },
      yAxis: { type: "value", scale: true, splitNumber: 3, axisLabel: { show: false }, splitLine: { lineStyle: { color: t.line, opacity: .6 } } },
      series: [
        { type: "line", stack: "band", silent: true, symbol: "none", lineStyle: { opacity: 0 }, data: o.low, tooltip: { show: false } },
        { type: "line", stack: "band", silent: true, symbol: "none", lineStyle: { opacity: 0 }, areaStyle: { color: t.blue, opacity: .14 }, data: o.span, tooltip: { show: false } },
        { type: "line", data: o.values.map((v, i) => ({ value: v, symbolSize: i === last ? 8 : 4 })), symbol: "circle", connectNulls: false,
          lineStyle: { color: t.blue, width: 2 }, itemStyle: { color: t.blue },
          markLine: { symbol: ["none", "pin"], symbolSize: 16, silent: true, data: marks } },
      ],
    };
  }

  // Prices over the units that they sold; windows of events are shaded, what happened on a day stands in a lane below.
  function ledger(o, t, narrow) {
    const windows = o.events.filter((e) => e.last > e.first);
    const points = new Map();
    for (const e of o.events.filter((one) => one.last === one.first)) points.set(e.first, [...(points.get(e.first) || []), e]);
    const lane = windows.length ? 1 : 0;
    const axis = (i, show) => ({ type: "category", gridIndex: i, data: o.labels, boundaryGap: true, axisTick: { show: false },
      axisLine: { lineStyle: { color: t.line } }, axisLabel: { show, color: t.quiet, hideOverlap: true, alignMinLabel: "left", alignMaxLabel: "right" } });
    const left = narrow ? 44 : 56;
    const grid = (top, height) => ({ left, right: 12, top, height });
    return { ...shell(t),
      legend: { top: 0, left, itemWidth: 16, itemHeight: 8, textStyle: { color: t.quiet, fontSize: 12 }, data: [o.names.list, o.names.deal, o.names.units] },
      grid: [grid(28, 190), grid(226, 18), grid(252, 72)],
      axisPointer: { link: [{ xAxisIndex: "all" }] },
      tooltip: { ...shell(t).tooltip, axisPointer: { type: "line", lineStyle: { color: t.quiet } }, formatter: (found) => {
        const i = found[0].dataIndex;
        const beside = o.events.filter((e) => e.first <= i && i <= e.last).map((e) => `• ${short(e.what, 60)}`);
        return [o.labels[i], ...o.said[i], ...beside].join("\n");
      } },
      xAxis: [axis(0, false), axis(1, false), axis(2, true)],
      yAxis: [
        { type: "value", gridIndex: 0, scale: true, splitNumber: 3, axisLabel: { color: t.quiet }, splitLine: { lineStyle: { color: t.line, opacity: .6 } } },
        { type: "value", gridIndex: 1, min: 0, max: 1, show: false },
        { type: "value", gridIndex: 2, splitNumber: 2, minInterval: 1, axisLabel: { color: t.quiet }, splitLine: { lineStyle: { color: t.line, opacity: .6 } } },
      ],
      series: [
        { type: "line", stack: "band", silent: true, symbol: "none", lineStyle: { opacity: 0 }, data: o.low, tooltip: { show: false },
          markArea: { silent: true, itemStyle: { color: t.amber, opacity: .1 * lane }, label: { show: false },
            data: windows.map((e) => [{ xAxis: e.first }, { xAxis: e.last }]) } },
        { type: "line", stack: "band", silent: true, symbol: "none", lineStyle: { opacity: 0 }, areaStyle: { color: t.blue, opacity: .14 }, data: o.span, tooltip: { show: false } },
        { type: "line", name: o.names.list, step: "middle", symbol: "none", data: o.list, lineStyle: { color: t.quiet, width: 1.5, type: "dashed" }, itemStyle: { color: t.quiet } },
        { type: "line", name: o.names.deal, symbol: "circle", symbolSize: 4, data: o.deal, lineStyle: { color: t.blue, width: 2 }, itemStyle: { color: t.blue } },
        { type: "scatter", xAxisIndex: 1, yAxisIndex: 1, symbol: "pin", symbolSize: 16, itemStyle: { color: t.amber },
          data: [...points.keys()].map((day) => [day, .3]) },
        { type: "bar", name: o.names.units, xAxisIndex: 2, yAxisIndex: 2, data: o.units, barMaxWidth: 12, itemStyle: { color: t.blue, opacity: .55, borderRadius: [2, 2, 0, 0] } },
      ],
    };
  }

  // Moves with their ranges, over the steps of what the shown ones bring together; a range across 0 stays hollow.
  function growth(o, t, narrow) {
    const colour = (told) => (told === "gain" ? t.blue : told === "loss" ? t.amber : t.quiet);
    const whisker = (params, api) => {
      const [top, bottom] = [api.coord([api.value(0), api.value(2)]), api.coord([api.value(0), api.value(1)])];
      const line = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: colour(o.moves[params.dataIndex][4]), lineWidth: 1.5 } });
      return { type: "group", children: [line(top[0], top[1], bottom[0], bottom[1]), line(top[0] - 3, top[1], top[0] + 3, top[1]), line(top[0] - 3, bottom[1], top[0] + 3, bottom[1])] };
    };
    const money = (v) => `${v < 0 ? "−" : ""}${o.symbol}${Math.abs(v).toLocaleString("en")}`;
    return { ...shell(t),
      grid: { left: 8, right: 16, top: narrow ? 54 : 32, bottom: 8, containLabel: true },
      legend: { top: 0, left: 8, itemWidth: 16, itemHeight: 8, textStyle: { color: t.quiet, fontSize: 12 }, data: [o.names.moves, o.names.sum] },
      tooltip: { ...shell(t).tooltip, trigger: "item", formatter: (found) => (found.seriesIndex === 1 ? o.said[found.dataIndex].map((line) => short(line, 60)).join("\n") : `${found.value[0]}\n${money(found.value[1])}`) },
      xAxis: { type: "time", axisLine: { lineStyle: { color: t.line } }, axisTick: { show: false }, axisLabel: { color: t.quiet, hideOverlap: true } },
      yAxis: { type: "value", splitNumber: narrow ? 3 : 5, axisLabel: { color: t.quiet, formatter: (v) => money(v) }, splitLine: { lineStyle: { color: t.line, opacity: .6 } } },
      series: [
        { type: "custom", silent: true, renderItem: whisker, data: o.moves.map((m) => [m[0], m[2], m[3]]), encode: { x: 0, y: [1, 2] } },
        { type: "scatter", name: o.names.moves, symbolSize: 9, itemStyle: { color: t.blue },
          data: o.moves.map((m) => ({ value: [m[0], m[1]], itemStyle: m[4] === "gain" || m[4] === "loss" ? { color: colour(m[4]) } : { color: t.card, borderColor: t.quiet, borderWidth: 1.5 } })) },
        { type: "line", name: o.names.sum, step: "end", symbol: "none", data: o.steps, lineStyle: { color: t.ink, width: 2 }, itemStyle: { color: t.ink } },
      ],
    };
  }

  // The day added up from midnight: what is usual, what the target asks, what was read, and the band of what is to come.
  function evening(o, t, narrow) {
    const line = (name, data, style) => ({ type: "line", name, data, symbol: "none", itemStyle: { color: style.color }, lineStyle: style });
    const band = o.low.map(([hour, low], i) => [hour, low, o.high[i][1]]);
    return { ...shell(t),
      legend: { top: 0, itemWidth: 16, itemHeight: 8, textStyle: { color: t.quiet, fontSize: 12 } },
      grid: { left: 8, right: 24, top: narrow ? 54 : 32, bottom: 8, containLabel: true },
      tooltip: { ...shell(t).tooltip, axisPointer: { type: "line", lineStyle: { color: t.quiet } }, formatter: (found) => {
        const hour = Math.min(Math.max(Math.ceil(found[0].axisValue), 1), o.labels.length);
        return [o.labels[hour - 1], ...o.said[hour - 1]].join("\n");
      } },
      xAxis: { type: "value", min: 0, max: 24, interval: narrow ? 6 : 3, splitLine: { show: false }, axisLine: { lineStyle: { color: t.line } },
        axisLabel: { color: t.quiet, formatter: (hour) => `${hour}:00` } },
      yAxis: { type: "value", splitNumber: 3, axisLabel: { color: t.quiet }, splitLine: { lineStyle: { color: t.line, opacity: .6 } } },
      series: [
        line(o.names.usual, [[0, 0], ...o.usual], { color: t.quiet, width: 1.5, type: "dashed" }),
        ...(o.target.length ? [line(o.names.target, [[0, 0], ...o.target], { color: t.amber, width: 1.5 })] : []),
        { ...line(o.names.read, o.read, { color: t.blue, width: 2.5 }), symbol: "circle", symbolSize: 6 },
        { type: "custom", name: o.names.band, silent: true, itemStyle: { color: t.blue, opacity: .18 }, data: [band[0]], encode: { x: 0, y: [1, 2] },
          renderItem: (params, api) => ({ type: "polygon", style: { fill: t.blue, opacity: .18 },
            shape: { points: [...band.map((b) => api.coord([b[0], b[2]])), ...band.slice().reverse().map((b) => api.coord([b[0], b[1]]))] } }) },
      ],
    };
  }

  // Prices that were and may be; under them a lane for each event and promise, and one of who binds the days to come.
  function prices(o, t, narrow) {
    const left = narrow ? 44 : 56, lane = 20, count = o.bands.length + 1, last = o.labels.length - 1;
    const tint = { lock: t.amber, wish: t.blue, protect: t.green, across: t.amber, least: t.red, most: t.red };
    const line = (name, data, colour, more) => ({ type: "line", name, step: "middle", symbol: "none", data, lineStyle: { color: colour, width: 2 }, itemStyle: { color: colour }, ...more });
    const flags = [...o.bands.map((b, n) => ({ value: [b.first, b.last, n], text: b.name, fill: tint[b.kind] || t.quiet })),
      ...o.binds.map((b, n) => ({ value: [b.first, b.last, count - 1], text: b.who, fill: n % 2 ? t.quiet : t.ink, inside: true }))];
    const flag = (params, api) => {
      const one = flags[params.dataIndex], wide = api.size([1, 0])[0];
      const [from, y] = api.coord([one.value[0], one.value[2]]), [to] = api.coord([one.value[1], one.value[2]]);
      const x = from - wide / 2, width = Math.max(to - from + wide, 3), area = params.coordSys;
      if (one.inside) {
        const said = width < 24 ? [] : [{ type: "text", style: { x: x + 4, y: y - 6, text: one.text, fill: t.ink, fontSize: 11, fontFamily: t.font, width: width - 8, overflow: "truncate" } }];
        const head = { type: "text", style: { x: 4, y: y - 6, text: o.names.binds, fill: t.quiet, fontSize: narrow ? 10 : 11, fontFamily: t.font } };
        return { type: "group", children: [{ type: "rect", shape: { x, y: y - 7, width: Math.max(width - 1, 1), height: 14, r: 2 }, style: { fill: one.fill, opacity: .16 } }, ...said, ...(params.dataIndex === o.bands.length ? [head] : [])] };
      }
      const beside = width < 60, room = beside ? Math.max(area.x + area.width - x - width - 4, 0) : width - 8;
      return { type: "group", children: [
        { type: "rect", shape: { x, y: y - 7, width, height: 14, r: 2 }, style: { fill: one.fill, opacity: beside ? .5 : .22 } },
        { type: "text", style: { x: beside && room < 60 ? x - 4 : x + (beside ? width + 4 : 4), y: y - 6, text: one.text, fill: t.ink, fontSize: 11, fontFamily: t.font,
          align: beside && room < 60 ? "right" : "left", width: beside && room < 60 ? Math.max(x - area.x - 4, 0) : room, overflow: "truncate" } }] };
    };
    const height = 230, below = 36 + height + 26;
    return { ...shell(t),
      legend: { top: 0, left, type: "scroll", itemWidth: 16, itemHeight: 8, textStyle: { color: t.quiet, fontSize: 12 }, data: [o.names.listed, o.names.paid, o.names.range, o.names.path, o.names.now] },
      grid: [{ left, right: 28, top: 36, height, outerBoundsMode: "none" }, { left, right: 28, top: below, height: count * lane, outerBoundsMode: "none" }],
      axisPointer: { link: [{ xAxisIndex: "all" }] },
      tooltip: { ...shell(t).tooltip, axisPointer: { type: "line", lineStyle: { color: t.quiet } }, formatter: (found) => {
        const i = [].concat(found)[0].axisIndex === 1 ? Math.round([].concat(found)[0].axisValue) : [].concat(found)[0].dataIndex;
        const beside = o.bands.filter((e) => e.first <= i && i <= e.last).map((e) => `• ${short(e.what, 60)}`);
        return [o.labels[i], ...o.said[i], ...beside].join("\n");
      } },
      xAxis: [{ type: "category", data: o.labels, boundaryGap: true, axisTick: { show: false }, axisLine: { lineStyle: { color: t.line } }, axisLabel: { color: t.quiet, hideOverlap: true } },
        { type: "value", gridIndex: 1, min: -.5, max: last + .5, show: false, axisPointer: { show: false } }],
      yAxis: [{ type: "value", min: o.floor, max: o.top, splitNumber: 4, axisLabel: { color: t.quiet, formatter: (v) => Math.round(v) }, splitLine: { lineStyle: { color: t.line, opacity: .6 } } },
        { type: "value", gridIndex: 1, min: -.5, max: count - .5, inverse: true, show: false, axisPointer: { show: false } }],
      series: [
        { type: "line", stack: "band", step: "middle", silent: true, symbol: "none", lineStyle: { color: t.green, width: 1 }, data: o.low, tooltip: { show: false },
          markArea: { silent: true, label: { show: false }, data: o.bands.filter((e) => e.kind !== "least" && e.kind !== "most").map((e) => [{ xAxis: e.first, itemStyle: { color: tint[e.kind] || t.quiet, opacity: .13 } }, { xAxis: e.last }]) } },
        { type: "line", name: o.names.range, stack: "band", step: "middle", silent: true, symbol: "none", lineStyle: { opacity: 0 }, itemStyle: { color: t.green }, areaStyle: { color: t.green, opacity: .12 }, data: o.span, tooltip: { show: false } },
        line(o.names.listed, o.listed, t.quiet, { lineStyle: { color: t.quiet, width: 1.5, type: "dashed" } }),
        line(o.names.paid, o.paid, t.blue, { symbol: "circle", symbolSize: 4, step: false, connectNulls: true,
          markLine: { silent: true, symbol: "none", lineStyle: { color: t.quiet, type: "dotted" }, label: { formatter: o.names.today, color: t.quiet, fontSize: 11 }, data: [{ xAxis: o.today }] } }),
        line(o.names.path, o.path, t.blue, { lineStyle: { color: t.blue, width: 1.5, type: "dotted" } }),
        line(o.names.now, o.labels.map((_, i) => (i >= o.today ? o.now : null)), t.ink, { lineStyle: { color: t.ink, width: 1.5, opacity: .7 } }),
        { type: "custom", silent: true, xAxisIndex: 1, yAxisIndex: 1, renderItem: flag, data: flags.map((f) => f.value), encode: { x: [0, 1], y: 2 }, tooltip: { show: false } },
      ],
    };
  }

  // Asks of each half hour above, and below it the people that they need beside those who are there.
  function half_hours(o, t, narrow) {
    const axis = (i, show) => ({ type: "category", gridIndex: i, data: o.labels, axisTick: { show: false }, axisLine: { lineStyle: { color: t.line } },
      axisLabel: { show, color: t.quiet, hideOverlap: true } });
    const left = narrow ? 30 : 40, top = narrow ? 76 : 32;
    const known = o.there.some((v) => v !== null);
    const shown = [o.names.asks, o.names.high, o.names.yesterday, o.names.needed, ...(known ? [o.names.there] : [])];
    return { ...shell(t),
      legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 8, textStyle: { color: t.quiet, fontSize: 12 }, data: shown },
      grid: [{ left, right: 12, top, height: narrow ? 100 : 130 }, { left, right: 12, bottom: 24, height: narrow ? 70 : 90 }],
      axisPointer: { link: [{ xAxisIndex: "all" }] },
      tooltip: { ...shell(t).tooltip, axisPointer: { type: "line", lineStyle: { color: t.quiet } }, formatter: (found) => {
        const i = found[0].dataIndex, say = (name, v) => (v === null ? "" : `${name} ${v}`);
        return [o.labels[i], say(o.names.asks, o.asks[i]), say(o.names.yesterday, o.yesterday[i]), say(o.names.needed, o.needed[i]),
          say(o.names.there, o.there[i])].filter(Boolean).join("\n");
      } },
      xAxis: [axis(0, false), axis(1, true)],
      yAxis: [0, 1].map((i) => ({ type: "value", gridIndex: i, splitNumber: 2, minInterval: i, axisLabel: { color: t.quiet }, splitLine: { lineStyle: { color: t.line, opacity: .6 } } })),
      series: [
        { type: "line", stack: "band", name: o.names.asks, data: o.asks, symbol: "none", lineStyle: { color: t.blue, width: 2 }, itemStyle: { color: t.blue } },
        { type: "line", stack: "band", name: o.names.high, data: o.span, symbol: "none", lineStyle: { opacity: 0 }, areaStyle: { color: t.blue, opacity: .14 }, itemStyle: { color: t.blue, opacity: .3 } },
        { type: "line", name: o.names.yesterday, data: o.yesterday, symbol: "none", lineStyle: { color: t.quiet, width: 1.5, type: "dashed" }, itemStyle: { color: t.quiet } },
        { type: "bar", name: o.names.needed, xAxisIndex: 1, yAxisIndex: 1, barMaxWidth: 14, itemStyle: { color: t.blue, opacity: .45, borderRadius: [2, 2, 0, 0] },
          data: o.needed.map((v, i) => ({ value: v, itemStyle: known && v !== null && o.there[i] < v ? { color: t.red, opacity: .7, borderRadius: [2, 2, 0, 0] } : {} })) },
        { type: "line", name: o.names.there, xAxisIndex: 1, yAxisIndex: 1, step: "middle", symbol: "none", data: o.there, lineStyle: { color: t.ink, width: 2 }, itemStyle: { color: t.ink } },
      ],
    };
  }

  const KINDS = { bridge, days, growth, half_hours, ledger, evening, prices };

  function draw(box) {
    const source = document.getElementById(box.dataset.chart);
    if (!source || !window.echarts) return;
    const option = JSON.parse(source.textContent);
    if (option.kind === "prices") box.style.height = `${310 + option.bands.length * 20}px`;
    if (option.kind === "bridge") box.style.height = `${option.labels.length * 30 + 24}px`;
    const made = drawn.get(box) || echarts.init(box, null, { renderer: "svg" });
    drawn.set(box, made);
    made.setOption(KINDS[option.kind](option, theme(), box.clientWidth < 520), true);
    made.resize();
  }

  function all(inside) {
    for (const [box, made] of drawn) if (!box.isConnected) { made.dispose(); drawn.delete(box); }
    for (const box of inside.querySelectorAll("[data-chart]")) draw(box);
  }

  document.addEventListener("DOMContentLoaded", () => all(document));
  document.addEventListener("htmx:afterSwap", (event) => all(event.target));
  document.addEventListener("daybook:theme", () => all(document));
  document.addEventListener("toggle", (event) => { if (event.target.open) all(event.target); }, true);
  let waiting;
  addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(() => all(document), 150); });
})();
