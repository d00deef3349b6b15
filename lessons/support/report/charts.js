// Draws every chart of the page from the numbers beside it, and again when light becomes dark.
(function () {
  'use strict';
  // Colours that colour-blind people can tell apart (Okabe and Ito, 2008); each line has a mark of
  // its own besides.
  const colours = {
    light: ['#0072b2', '#d55e00', '#007a5a', '#a8437f', '#8a6500', '#3d3d3d'],
    dark: ['#56b4e9', '#ff9a5c', '#3fcfa0', '#e59ac4', '#f0c24b', '#d0d0d0']
  };
  const marks = ['circle', 'rect', 'triangle', 'rectRot', 'crossRot', 'star'];
  const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');
  let drawn = [];

  function dataset(chart, series, index, palette) {
    const solids = chart.series.slice(0, index + 1).filter(s => !s.is_dashed).length;
    const place = (Math.max(solids, 1) - 1) % palette.length;
    const colour = palette[place];
    return {
      label: series.name, data: series.values, borderColor: colour,
      backgroundColor: colour, borderWidth: chart.kind === 'lines' ? 2 : 0,
      borderDash: series.is_dashed ? [6, 4] : [], pointStyle: marks[place], pointRadius: 4
    };
  }

  function axis(title, style, isStacked) {
    return {
      title: { display: true, text: title, color: style.ink },
      ticks: { color: style.ink }, grid: { color: style.line }, stacked: isStacked
    };
  }

  function draw() {
    const css = getComputedStyle(document.documentElement);
    const style = { ink: css.getPropertyValue('--ink').trim(), line: css.getPropertyValue('--line').trim() };
    const palette = prefersDark.matches ? colours.dark : colours.light;
    drawn.forEach(chart => chart.destroy());
    drawn = Array.from(document.querySelectorAll('figure.chart')).map(function (figure) {
      const chart = JSON.parse(figure.querySelector('script').textContent);
      const isStacked = chart.kind === 'stacked_bars';
      return new Chart(figure.querySelector('canvas'), {
        type: chart.kind === 'lines' ? 'line' : 'bar',
        data: {
          labels: chart.labels,
          datasets: chart.series.map((series, index) => dataset(chart, series, index, palette))
        },
        options: {
          animation: false, responsive: true, maintainAspectRatio: false,
          plugins: {
            // A box without height is a line, dashed where the chart's is.
            legend: { labels: { color: style.ink, boxWidth: 28, boxHeight: chart.kind === 'lines' ? 0 : 10 } }
          },
          scales: {
            x: axis(chart.x_title, style, isStacked), y: axis(chart.y_title, style, isStacked)
          }
        }
      });
    });
  }

  prefersDark.addEventListener('change', draw);
  draw();
}());
