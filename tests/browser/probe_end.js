// Goes last into a page that is checked: tells the page around it what was found, as a line of text.
window.addEventListener('load', function () {
  'use strict';
  // A chart is drawn if there is a patch of its first series' colour on it.
  function isDrawn(canvas) {
    const chart = window.Chart && window.Chart.getChart(canvas);
    if (!chart || canvas.width === 0) {
      return false;
    }
    const hex = chart.data.datasets[0].borderColor;
    const colour = [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
    const area = chart.chartArea; // without the legend, which has the colour, too
    const zoom = canvas.width / chart.width;
    const pixels = canvas.getContext('2d').getImageData(
      area.left * zoom, area.top * zoom, area.width * zoom, area.height * zoom).data;
    let count = 0;
    for (let i = 0; i < pixels.length; i += 4) {
      const isAlike = colour.every((part, j) => Math.abs(pixels[i + j] - part) < 8);
      count += isAlike && pixels[i + 3] > 200 ? 1 : 0;
    }
    return count >= 40;
  }
  // A picture is as wide as it says, or as the page where that is narrower.
  function isShrunk(image) {
    const room = document.querySelector('main').clientWidth - 2 * 16;
    return image.offsetWidth + 1 < Math.min(Number(image.getAttribute('width')), room);
  }
  window.setTimeout(function () {
    const canvases = Array.from(document.querySelectorAll('canvas'));
    const images = Array.from(document.images);
    const root = document.documentElement;
    window.parent.postMessage('probe:' +
      ' width=' + window.innerWidth +
      ' dark=' + window.matchMedia('(prefers-color-scheme: dark)').matches +
      ' errors=' + window.probe.errors.length +
      ' requests=' + performance.getEntriesByType('resource').filter(r => !r.name.startsWith('data:')).length +
      ' overflow=' + Math.max(0, root.scrollWidth - window.innerWidth) +
      ' undrawn=' + canvases.filter(canvas => !isDrawn(canvas)).length +
      ' broken_images=' + images.filter(image => image.naturalWidth === 0 || !image.alt).length +
      ' shrunk=' + images.filter(isShrunk).length +
      ' charts=' + canvases.length + ' first_error=' + (window.probe.errors[0] || 'none'), '*');
  }, 500);
});
