// A request to the Management API in eleven languages.
export interface Request {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below /api/v2. */
  path: string;
  body?: unknown;
}

export const LANGUAGES = [
  'cURL',
  'HTTPie',
  'JavaScript',
  'Python',
  'Go',
  'Java',
  'C#',
  'PHP',
  'Ruby',
  'Rust',
  'PowerShell',
] as const;
export type Language = (typeof LANGUAGES)[number];

/** JSON as text, indented by so many spaces after the first line. */
function json(body: unknown, indent = 0): string {
  return JSON.stringify(body, null, 2).replaceAll('\n', `\n${' '.repeat(indent)}`);
}

const doubleQuoted = (text: string) => JSON.stringify(text);
/** For a shell: nothing inside of it means anything. */
const shell = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
/** PHP and Ruby read backslashes before quotes and backslashes only. */
const singleQuoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** JSON in Python: three words differ. */
function python(value: unknown, indent: number): string {
  const pad = ' '.repeat(indent);
  if (value === null || value === undefined) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (Array.isArray(value)) return `[${value.map((item) => python(item, indent)).join(', ')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value).map(
      ([name, member]) => `${pad}    ${doubleQuoted(name)}: ${python(member, indent + 4)},`,
    );
    return members.length === 0 ? '{}' : `{\n${members.join('\n')}\n${pad}}`;
  }
  return JSON.stringify(value);
}

const WRITERS: Record<Language, (url: string, request: Request) => string> = {
  cURL: (url, { method, body }) =>
    [
      `curl ${method === 'GET' ? '' : `-X ${method} `}${shell(url)}`,
      `  -H 'Authorization: Bearer TOKEN'`,
      ...(body === undefined ? [] : [`  -H 'Content-Type: application/json'`, `  -d ${shell(json(body))}`]),
    ].join(' \\\n'),
  HTTPie: (url, { method, body }) => {
    const head = `http ${method} ${shell(url)} 'Authorization: Bearer TOKEN'`;
    return body === undefined ? head : `${head} <<'END'\n${json(body)}\nEND`;
  },
  JavaScript: (url, { method, body }) =>
    [
      `const response = await fetch(${doubleQuoted(url)}, {`,
      `  method: '${method}',`,
      `  headers: {`,
      `    authorization: 'Bearer TOKEN',`,
      ...(body === undefined ? [] : [`    'content-type': 'application/json',`]),
      `  },`,
      ...(body === undefined ? [] : [`  body: JSON.stringify(${json(body, 2)}),`]),
      `});`,
      `console.log(response.status, await response.text());`,
    ].join('\n'),
  Python: (url, { method, body }) =>
    [
      `import requests`,
      ``,
      `response = requests.request(`,
      `    "${method}",`,
      `    ${doubleQuoted(url)},`,
      `    headers={"Authorization": "Bearer TOKEN"},`,
      ...(body === undefined ? [] : [`    json=${python(body, 4)},`]),
      `)`,
      `print(response.status_code, response.text)`,
    ].join('\n'),
  Go: (url, { method, body }) => {
    const payload = body === undefined ? 'nil' : `strings.NewReader(${doubleQuoted(JSON.stringify(body))})`;
    return [
      `request, err := http.NewRequest("${method}", ${doubleQuoted(url)}, ${payload})`,
      `if err != nil {`,
      `\tlog.Fatal(err)`,
      `}`,
      `request.Header.Set("Authorization", "Bearer TOKEN")`,
      ...(body === undefined ? [] : [`request.Header.Set("Content-Type", "application/json")`]),
      `response, err := http.DefaultClient.Do(request)`,
      `if err != nil {`,
      `\tlog.Fatal(err)`,
      `}`,
      `defer response.Body.Close()`,
      `io.Copy(os.Stdout, response.Body)`,
    ].join('\n');
  },
  Java: (url, { method, body }) => {
    const publisher =
      body === undefined
        ? 'HttpRequest.BodyPublishers.noBody()'
        : `HttpRequest.BodyPublishers.ofString(${doubleQuoted(JSON.stringify(body))})`;
    return [
      `var request = HttpRequest.newBuilder(URI.create(${doubleQuoted(url)}))`,
      `    .method("${method}", ${publisher})`,
      `    .header("Authorization", "Bearer TOKEN")`,
      ...(body === undefined ? [] : [`    .header("Content-Type", "application/json")`]),
      `    .build();`,
      `var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());`,
      `System.out.println(response.statusCode() + " " + response.body());`,
    ].join('\n');
  },
  'C#': (url, { method, body }) =>
    [
      `using var client = new HttpClient();`,
      `using var request = new HttpRequestMessage(new HttpMethod("${method}"), ${doubleQuoted(url)});`,
      `request.Headers.Add("Authorization", "Bearer TOKEN");`,
      ...(body === undefined
        ? []
        : [
            `request.Content = new StringContent(${doubleQuoted(JSON.stringify(body))}, Encoding.UTF8, "application/json");`,
          ]),
      `var response = await client.SendAsync(request);`,
      `Console.WriteLine(await response.Content.ReadAsStringAsync());`,
    ].join('\n'),
  PHP: (url, { method, body }) =>
    [
      `$curl = curl_init(${singleQuoted(url)});`,
      `curl_setopt_array($curl, [`,
      `    CURLOPT_CUSTOMREQUEST => '${method}',`,
      `    CURLOPT_RETURNTRANSFER => true,`,
      `    CURLOPT_HTTPHEADER => ['Authorization: Bearer TOKEN'${body === undefined ? '' : `, 'Content-Type: application/json'`}],`,
      ...(body === undefined ? [] : [`    CURLOPT_POSTFIELDS => ${singleQuoted(JSON.stringify(body))},`]),
      `]);`,
      `echo curl_exec($curl);`,
    ].join('\n'),
  Ruby: (url, { method, body }) => {
    const name = method.charAt(0) + method.slice(1).toLowerCase();
    return [
      `require 'net/http'`,
      ``,
      `uri = URI(${singleQuoted(url)})`,
      `request = Net::HTTP::${name}.new(uri)`,
      `request['Authorization'] = 'Bearer TOKEN'`,
      ...(body === undefined
        ? []
        : [
            `request['Content-Type'] = 'application/json'`,
            `request.body = ${singleQuoted(JSON.stringify(body))}`,
          ]),
      `response = Net::HTTP.start(uri.host, uri.port, use_ssl: true) { |http| http.request(request) }`,
      `puts response.code, response.body`,
    ].join('\n');
  },
  Rust: (url, { method, body }) =>
    [
      `let response = reqwest::Client::new()`,
      `    .request(reqwest::Method::${method}, ${doubleQuoted(url)})`,
      `    .bearer_auth("TOKEN")`,
      ...(body === undefined ? [] : [`    .json(&serde_json::json!(${json(body, 4)}))`]),
      `    .send()`,
      `    .await?;`,
      `println!("{} {}", response.status(), response.text().await?);`,
    ].join('\n'),
  PowerShell: (url, { method, body }) =>
    [
      `Invoke-RestMethod -Method ${method} -Uri '${url.replaceAll("'", "''")}' \``,
      `  -Headers @{ Authorization = 'Bearer TOKEN' }${body === undefined ? '' : ' `'}`,
      ...(body === undefined
        ? []
        : [`  -ContentType 'application/json' -Body '${json(body).replaceAll("'", "''")}'`]),
    ].join('\n'),
};

/** The request in a language. */
export function snippet(language: Language, request: Request, domain: string): string {
  return WRITERS[language](`https://${domain}/api/v2${request.path}`, request);
}
