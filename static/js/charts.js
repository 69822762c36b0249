// Draws every [data-chart] from the JSON script it names, as SVG, in the product's colours. Needs vendor/echarts.

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

// What every chart shares; a chart's own option stands above it.
const base = {
  color: ["--heat-met", "--ink-2", "--heat-unmet", "--info", "--heat-partly"].map(token),
  textStyle: { fontFamily: token("--font"), color: token("--ink") },
  animation: !calm,
  animationDuration: 150,
  grid: { left: 8, right: 16, top: 36, bottom: 8, containLabel: true },
  tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, confine: true },
  legend: { top: 0, right: 0, bottom: "auto", itemWidth: 12, itemHeight: 12, textStyle: { color: token("--ink-2") } },
};

const axis = {
  axisLine: { lineStyle: { color: token("--line-strong") } },
  axisTick: { show: false },
  axisLabel: { color: token("--ink-2") },
  nameTextStyle: { color: token("--ink-2") },
  splitLine: { lineStyle: { color: token("--line") } },
};

function withAxes(option) {
  const dressed = { ...base, ...option };
  for (const name of ["grid", "tooltip", "legend"]) dressed[name] = { ...base[name], ...option[name] };
  for (const name of ["xAxis", "yAxis"]) {
    if (!option[name]) continue;
    const dress = (each) => ({ ...axis, ...each });
    dressed[name] = Array.isArray(option[name]) ? option[name].map(dress) : dress(option[name]);
  }
  // On a narrow page a number that would lie on another is left out; the table below has them all.
  dressed.series = [option.series].flat().map((each) => ({ labelLayout: { hideOverlap: true }, ...each }));
  return dressed;
}

function draw(place) {
  const option = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  const chart = echarts.init(place, null, { renderer: "svg" });
  chart.setOption(withAxes(option));
  new ResizeObserver(() => chart.resize()).observe(place);
  // A part of the chart that carries an address opens its records.
  chart.on("click", ({ data }) => data?.url && location.assign(data.url));
}

document.querySelectorAll("[data-chart]").forEach(draw);
