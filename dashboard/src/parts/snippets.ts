// A request over HTTPS in eleven languages.
export interface Request {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below /api/v2. */
  path: string;
  body?: unknown;
  /** Where it goes, if not to the Management API. */
  url?: string;
  /** What it carries in `authorization`; a placeholder where nothing is said, nothing where it is null. */
  token?: string | null;
}

export const LANGUAGES = [
  'cURL',
  'C#',
  'Go',
  'Java',
  'JavaScript',
  'Node.js',
  'Objective-C',
  'PHP',
  'Python',
  'Ruby',
  'Swift',
] as const;
export type Language = (typeof LANGUAGES)[number];

/** What a writer is given: nothing is left to decide. */
interface Written {
  method: Request['method'];
  url: string;
  headers: readonly (readonly [string, string])[];
  /** JSON, undefined where there is no body. */
  body: unknown;
}

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

const WRITERS: Record<Language, (request: Written) => string> = {
  cURL: ({ method, url, headers, body }) =>
    [
      `curl ${method === 'GET' ? '' : `-X ${method} `}${shell(url)}`,
      ...headers.map(([name, value]) => `  -H ${shell(`${name}: ${value}`)}`),
      ...(body === undefined ? [] : [`  -d ${shell(json(body))}`]),
    ].join(' \\\n'),
  'C#': ({ method, url, headers, body }) =>
    [
      `using var client = new HttpClient();`,
      `using var request = new HttpRequestMessage(new HttpMethod("${method}"), ${doubleQuoted(url)});`,
      ...headers
        .filter(([name]) => name !== 'Content-Type')
        .map(([name, value]) => `request.Headers.Add(${doubleQuoted(name)}, ${doubleQuoted(value)});`),
      ...(body === undefined
        ? []
        : [
            `request.Content = new StringContent(${doubleQuoted(JSON.stringify(body))}, Encoding.UTF8, "application/json");`,
          ]),
      `var response = await client.SendAsync(request);`,
      `Console.WriteLine(await response.Content.ReadAsStringAsync());`,
    ].join('\n'),
  Go: ({ method, url, headers, body }) => {
    const payload = body === undefined ? 'nil' : `strings.NewReader(${doubleQuoted(JSON.stringify(body))})`;
    return [
      `request, err := http.NewRequest("${method}", ${doubleQuoted(url)}, ${payload})`,
      `if err != nil {`,
      `\tlog.Fatal(err)`,
      `}`,
      ...headers.map(([name, value]) => `request.Header.Set(${doubleQuoted(name)}, ${doubleQuoted(value)})`),
      `response, err := http.DefaultClient.Do(request)`,
      `if err != nil {`,
      `\tlog.Fatal(err)`,
      `}`,
      `defer response.Body.Close()`,
      `io.Copy(os.Stdout, response.Body)`,
    ].join('\n');
  },
  Java: ({ method, url, headers, body }) => {
    const publisher =
      body === undefined
        ? 'HttpRequest.BodyPublishers.noBody()'
        : `HttpRequest.BodyPublishers.ofString(${doubleQuoted(JSON.stringify(body))})`;
    return [
      `var request = HttpRequest.newBuilder(URI.create(${doubleQuoted(url)}))`,
      `    .method("${method}", ${publisher})`,
      ...headers.map(([name, value]) => `    .header(${doubleQuoted(name)}, ${doubleQuoted(value)})`),
      `    .build();`,
      `var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());`,
      `System.out.println(response.statusCode() + " " + response.body());`,
    ].join('\n');
  },
  JavaScript: ({ method, url, headers, body }) =>
    [
      `const response = await fetch(${doubleQuoted(url)}, {`,
      `  method: '${method}',`,
      `  headers: ${json(Object.fromEntries(headers), 2)},`,
      ...(body === undefined ? [] : [`  body: JSON.stringify(${json(body, 2)}),`]),
      `});`,
      `console.log(response.status, await response.text());`,
    ].join('\n'),
  'Node.js': ({ method, url, headers, body }) =>
    [
      `import { request } from 'node:https';`,
      ``,
      `const sent = request(${doubleQuoted(url)}, {`,
      `  method: '${method}',`,
      `  headers: ${json(Object.fromEntries(headers), 2)},`,
      `}, async (response) => {`,
      `  console.log(response.statusCode, Buffer.concat(await response.toArray()).toString());`,
      `});`,
      `sent.end(${body === undefined ? '' : `JSON.stringify(${json(body)})`});`,
    ].join('\n'),
  'Objective-C': ({ method, url, headers, body }) =>
    [
      `#import <Foundation/Foundation.h>`,
      ``,
      `NSURL *url = [NSURL URLWithString:@${doubleQuoted(url)}];`,
      `NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:url];`,
      `request.HTTPMethod = @"${method}";`,
      ...headers.map(
        ([name, value]) =>
          `[request setValue:@${doubleQuoted(value)} forHTTPHeaderField:@${doubleQuoted(name)}];`,
      ),
      ...(body === undefined
        ? []
        : [
            `request.HTTPBody = [@${doubleQuoted(JSON.stringify(body))} dataUsingEncoding:NSUTF8StringEncoding];`,
          ]),
      `[[NSURLSession.sharedSession dataTaskWithRequest:request`,
      `    completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {`,
      `      NSLog(@"%@", [[NSString alloc] initWithData:data encoding:NSUTF8StringEncoding]);`,
      `    }] resume];`,
    ].join('\n'),
  PHP: ({ method, url, headers, body }) =>
    [
      `$curl = curl_init(${singleQuoted(url)});`,
      `curl_setopt_array($curl, [`,
      `    CURLOPT_CUSTOMREQUEST => '${method}',`,
      `    CURLOPT_RETURNTRANSFER => true,`,
      `    CURLOPT_HTTPHEADER => [${headers.map(([name, value]) => singleQuoted(`${name}: ${value}`)).join(', ')}],`,
      ...(body === undefined ? [] : [`    CURLOPT_POSTFIELDS => ${singleQuoted(JSON.stringify(body))},`]),
      `]);`,
      `echo curl_exec($curl);`,
    ].join('\n'),
  Python: ({ method, url, headers, body }) => {
    // What sends JSON says so by itself.
    const own = Object.fromEntries(headers.filter(([name]) => name !== 'Content-Type'));
    return [
      `import requests`,
      ``,
      `response = requests.request(`,
      `    "${method}",`,
      `    ${doubleQuoted(url)},`,
      ...(Object.keys(own).length === 0 ? [] : [`    headers=${JSON.stringify(own)},`]),
      ...(body === undefined ? [] : [`    json=${python(body, 4)},`]),
      `)`,
      `print(response.status_code, response.text)`,
    ].join('\n');
  },
  Ruby: ({ method, url, headers, body }) => {
    const name = method.charAt(0) + method.slice(1).toLowerCase();
    return [
      `require 'net/http'`,
      ``,
      `uri = URI(${singleQuoted(url)})`,
      `request = Net::HTTP::${name}.new(uri)`,
      ...headers.map(([header, value]) => `request[${singleQuoted(header)}] = ${singleQuoted(value)}`),
      ...(body === undefined ? [] : [`request.body = ${singleQuoted(JSON.stringify(body))}`]),
      `response = Net::HTTP.start(uri.host, uri.port, use_ssl: true) { |http| http.request(request) }`,
      `puts response.code, response.body`,
    ].join('\n');
  },
  Swift: ({ method, url, headers, body }) =>
    [
      `import Foundation`,
      ``,
      `var request = URLRequest(url: URL(string: ${doubleQuoted(url)})!)`,
      `request.httpMethod = "${method}"`,
      ...headers.map(
        ([name, value]) =>
          `request.setValue(${doubleQuoted(value)}, forHTTPHeaderField: ${doubleQuoted(name)})`,
      ),
      ...(body === undefined ? [] : [`request.httpBody = Data(${doubleQuoted(JSON.stringify(body))}.utf8)`]),
      `let (data, _) = try await URLSession.shared.data(for: request)`,
      `print(String(decoding: data, as: UTF8.self))`,
    ].join('\n'),
};

/** The request in a language. */
export function snippet(language: Language, request: Request, domain: string): string {
  const { method, path, body, url, token = 'TOKEN' } = request;
  const headers: [string, string][] = [];
  if (token !== null) headers.push(['Authorization', `Bearer ${token}`]);
  if (body !== undefined) headers.push(['Content-Type', 'application/json']);
  return WRITERS[language]({ method, url: url ?? `https://${domain}/api/v2${path}`, headers, body });
}
