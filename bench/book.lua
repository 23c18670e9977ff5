-- wrk: each request books another hour of another provider, so that none clashes.
-- BENCH_PROVIDERS: a file of "provider service" lines; BENCH_FIRST: the first hour (Unix seconds);
-- BENCH_RUN: which run this is; each uses hours of its own.
local threads = 0
function setup(thread)
    thread:set("number", threads)
    threads = threads + 1
end

local providers = {}
function init(args)
    for line in io.lines(os.getenv("BENCH_PROVIDERS")) do
        local provider, service = line:match("(%S+) (%S+)")
        providers[#providers + 1] = { provider, service }
    end
    wrk.method = "POST"
    wrk.headers["Content-Type"] = "application/json"
    count = 0
    -- 2,500 hours of every provider for each run and thread.
    offset = (tonumber(os.getenv("BENCH_RUN")) * 2 + number) * 2500 + 100
    first = tonumber(os.getenv("BENCH_FIRST"))
end

function request()
    local entry = providers[count % #providers + 1]
    local hour = offset + math.floor(count / #providers)
    count = count + 1
    local at = os.date("!%Y-%m-%dT%H:00:00Z", first + hour * 3600)
    return wrk.format(nil, nil, nil, string.format(
        '{"providerId":"%s","serviceId":"%s","scheduledTime":"%s","durationHours":1}',
        entry[1], entry[2], at))
end
