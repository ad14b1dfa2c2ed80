// Puts a live chart in the place of each drawing: values under the pointer, and a width of its own on a phone.
"use strict";
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");

  /** What a drawing's style sheet says about an element with these classes. */
  const colour = (svg, role, property = "stroke") => {
    const group = document.createElementNS(svg.namespaceURI, "g");
    group.setAttribute("class", role);
    const line = group.appendChild(document.createElementNS(svg.namespaceURI, "line"));
    svg.append(group);
    const found = getComputedStyle(line)[property];
    group.remove();
    return found;
  };

  const styleOf = (svg) => {
    const text = svg.querySelector("text:not(.plot-title)");
    const grid = svg.querySelector(".plot-grid");
    return {
      text: text ? getComputedStyle(text).fill : "gray",
      grid: grid ? getComputedStyle(grid).stroke : "silver",
      font: getComputedStyle(document.body).fontFamily,
      of: (role) => colour(svg, "plot-" + role),
    };
  };

  /** As the drawings write them: at most four significant digits, small probabilities with an exponent. */
  const figure = (kind, value) => {
    if (value === null || value === undefined) return "–";
    const number = (digits) => value.toLocaleString("en", { maximumSignificantDigits: digits });
    switch (kind) {
      case "probability": return value > 0 && value < 0.01 ? value.toExponential(1).replace(".0e", "e") : number(2);
      case "dollars": return value.toLocaleString("en", { style: "currency", currency: "USD" });
      case "seconds": return number(4) + " s";
      case "percent": return (100 * value).toLocaleString("en", { maximumSignificantDigits: 3 }) + " %";
      default: return number(4);
    }
  };

  /** What is too small for the axis lies on its bottom, as 0 does on a logarithmic one. */
  const shown = (axis, values) => values.map((value) => (value === null ? null : Math.max(value, axis.low)));

  /** Lines across the plot with their labels; vertical ones are labelled above it, one below the other, and to the left of
   *  their line where the right has no room or a line from above. */
  const drawMarks = (plot, style) => (chart) => {
    const { ctx, bbox } = chart;
    const ratio = devicePixelRatio;
    const vertical = plot.marks.filter((mark) => mark.vertical);
    const placeOf = (mark) => Math.round(chart.valToPos(mark.at, mark.vertical ? "x" : "y", true));
    const isFree = (from, to, row) => to < bbox.left + bbox.width &&
      !vertical.slice(0, row).some((above) => placeOf(above) > from && placeOf(above) < to);
    ctx.save();
    ctx.lineWidth = 1.5 * ratio;
    ctx.setLineDash([5 * ratio, 4 * ratio]);
    ctx.font = `600 ${12 * ratio}px ${style.font}`;
    for (const mark of plot.marks) {
      const place = placeOf(mark);
      ctx.strokeStyle = ctx.fillStyle = style.of(mark.role);
      ctx.beginPath();
      if (mark.vertical) {
        const row = bbox.top - (vertical.length - vertical.indexOf(mark) - 0.75) * 16 * ratio;
        ctx.moveTo(place, row - 10 * ratio);
        ctx.lineTo(place, bbox.top + bbox.height);
        const toTheRight = isFree(place, place + ctx.measureText(mark.label).width + 8 * ratio, vertical.indexOf(mark));
        ctx.textAlign = toTheRight ? "left" : "right";
        ctx.fillText(mark.label, place + (toTheRight ? 5 : -5) * ratio, row);
      } else {
        ctx.moveTo(bbox.left, place);
        ctx.lineTo(bbox.left + bbox.width, place);
        ctx.textAlign = "left";
        ctx.fillText(mark.label, bbox.left + 6 * ratio, place - 5 * ratio);
      }
      ctx.stroke();
    }
    ctx.restore();
  };

  const axisOf = (axis, style, extra) => ({
    stroke: style.text,
    font: `12px ${style.font}`,
    label: axis.title,
    labelFont: `12px ${style.font}`,
    labelSize: 18,
    grid: { stroke: style.grid, width: 1 },
    ticks: { show: false },
    splits: () => axis.ticks,
    values: (_, ticks) => ticks.map((tick) => (tick === null ? "" : figure(axis.kind, tick))),
    filter: (_, ticks) => ticks,
    ...extra,
  });

  const scaleOf = (axis) => ({
    time: false,
    auto: false,
    distr: axis.logarithmic ? 3 : 1,
    log: 10,
    range: [axis.low, axis.high],
  });

  const seriesOf = (plot, style) => {
    // The legend shows what is true, the line what fits on the axis.
    const value = (values, kind) => (_, __, ___, index) => (index === null ? "–" : figure(kind, values[index]));
    const out = [{ label: plot.x.title, value: (_, at) => figure(plot.x.kind, at) }];
    for (const series of plot.series) {
      out.push({
        label: series.label,
        stroke: style.of(series.role),
        width: 2,
        paths: series.stepped ? uPlot.paths.stepped({ align: 1 }) : undefined,
        points: { show: !series.stepped, size: 6, fill: style.of(series.role) },
        value: value(series.values, plot.y.kind),
      });
    }
    if (plot.band) {
      const edge = (label, values) =>
        ({ label, stroke: "transparent", points: { show: false }, value: value(values, plot.y.kind) });
      out.push(edge("95 % at most", plot.band.high), edge("at least", plot.band.low));
    }
    return out;
  };

  const show = (element, plot) => {
    const svg = element.querySelector(".plot");
    const canvas = element.querySelector(".canvas");
    const style = styleOf(svg);
    const data = [plot.at, ...plot.series.map((series) => shown(plot.y, series.values))];
    const bands = [];
    if (plot.band) {
      data.push(shown(plot.y, plot.band.high), shown(plot.y, plot.band.low));
      const fill = style.of("first").replace("rgb(", "rgba(").replace(")", ", 0.16)");
      bands.push({ series: [data.length - 2, data.length - 1], fill });
    }
    element.classList.add("live");
    const width = () => canvas.clientWidth;
    const height = () => Math.round(Math.min(380, Math.max(260, width() * 0.55)));
    const above = plot.marks.filter((mark) => mark.vertical).length * 16 + 8;
    const chart = new uPlot({
      width: width(),
      height: height(),
      padding: [above, 14, 0, 0],
      scales: { x: scaleOf(plot.x), y: scaleOf(plot.y) },
      axes: [axisOf(plot.x, style, { size: 32, space: 30 }), axisOf(plot.y, style, { size: 62, space: 18 })],
      series: seriesOf(plot, style),
      bands,
      cursor: { drag: { x: false, y: false } },
      hooks: { draw: [drawMarks(plot, style)] },
    }, data, canvas);
    const sized = new ResizeObserver(() => chart.setSize({ width: width(), height: height() }));
    sized.observe(canvas);
    return () => {
      sized.disconnect();
      chart.destroy();
      element.classList.remove("live");
    };
  };

  const plots = JSON.parse(document.getElementById("plots").textContent);
  const showAll = () => plots.map((plot) => show(document.getElementById(plot.name), plot));
  let gone = showAll();
  dark.addEventListener("change", () => {
    gone.forEach((remove) => remove());
    gone = showAll();
  });
})();
