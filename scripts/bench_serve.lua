-- What wrk sends; scripts/bench_serve.py writes the plan that it reads.
local threads = {}
local n = 0

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  dofile(args[1])
  math.randomseed(7)
end

local function step(index)
  local row = steps[index]
  local id = ids[n % #ids + 1]
  return wrk.format("POST", prefix .. id .. "/steps", {
    ["Host"] = "127.0.0.1", ["Content-Type"] = "application/json",
    ["Authorization"] = "Bearer " .. row.key, ["If-Match"] = '"' .. row.version .. '"',
    ["Idempotency-Key"] = run .. "-" .. n,
  }, '{"event":"' .. row.event .. '","input":{}}')
end

function request()
  n = n + 1
  if mode == "read" then
    return wrk.format("GET", prefix .. ids[math.random(#ids)], headers)
  end
  if mode == "file" then
    return wrk.format(
      "POST", prefix, headers, (body:gsub("NUMBER", run .. "-" .. n)))
  end
  -- All shipments take their first step, then all their second: nobody overtakes.
  return step(math.floor((n - 1) / #ids) % #steps + 1)
end

function done(summary, latency)
  io.write(string.format(
    '\n{"requests":%d,"us":%d,"refused":%d,"broken":%d,"p50_us":%d,"p99_us":%d}\n',
    summary.requests, summary.duration, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write
      + summary.errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
