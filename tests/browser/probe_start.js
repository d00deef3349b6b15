// Goes first into a page that is checked: counts what goes wrong while the page loads.
window.probe = { errors: [], requests: 0 };
window.addEventListener('error', event => window.probe.errors.push(String(event.message)));
window.addEventListener('unhandledrejection', event => window.probe.errors.push(String(event.reason)));
document.addEventListener('securitypolicyviolation', event => {
  window.probe.errors.push('asked for ' + event.blockedURI);
});
['error', 'warn'].forEach(level => {
  console[level] = (...words) => window.probe.errors.push(words.join(' '));
});
