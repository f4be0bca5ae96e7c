// What the library is to draw: our document, in the languages of the original documentation, with nothing of its own
// that would ask another host.
const HIDDEN = {
  c: true, clojure: true, dart: true, fsharp: true, http: true, julia: true, kotlin: true, ocaml: true,
  powershell: true, r: true, rust: true,
  shell: ['httpie', 'wget'],
  csharp: ['restsharp'],
  java: ['asynchttp', 'okhttp', 'unirest'],
  js: ['axios', 'ofetch', 'xhr'],
  node: ['axios', 'ofetch', 'undici'],
  php: ['guzzle', 'laravel'],
  python: ['aiohttp', 'httpx', 'python3'],
};

Scalar.createApiReference('#explorer', {
  url: '/api/v2/openapi.json',
  authentication: { preferredSecurityScheme: 'bearer' },
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
  hiddenClients: HIDDEN,
  hideModels: true,
  documentDownloadType: 'json',
  favicon: '/u/assets/mark.svg',
  theme: 'none',
  withDefaultFonts: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
});
