-- For wrk: each request follows the next link of a file, from an address of its own, and the figures are said as JSON.
local paths = {}
local at = 0

function init(arguments)
  for path in io.lines(arguments[1]) do
    local count = #paths
    wrk.headers["x-forwarded-for"] = string.format("10.%d.%d.%d", count / 65536, count / 256 % 256, count % 256)
    paths[count + 1] = wrk.format("GET", path)
  end
end

function request()
  at = at % #paths + 1
  return paths[at]
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format(
    '{"requests":%d,"seconds":%.3f,"errors":%d,"median":%.1f,"p99":%.1f,"most":%.1f}',
    summary.requests, summary.duration / 1e6,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
