-- wrk: reads one path after another from a file (BENCH_PATHS), so that no answer is asked for twice
-- while it could still be remembered.
local paths = {}
local count = 0
function init(args)
    for line in io.lines(os.getenv("BENCH_PATHS")) do
        paths[#paths + 1] = line
    end
    count = math.random(#paths)
end

function request()
    count = count % #paths + 1
    return wrk.format(nil, paths[count])
end
