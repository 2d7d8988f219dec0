using CoProd.Benchmarks;

// Each figure stands beside one of something bare, taken in the same run: machines differ, and this one is shared, so only the
// ratio says something. `--smoke` runs everything for a moment, to show that it runs.
var smoke = args.Contains("--smoke");
var life = smoke ? TimeSpan.FromMilliseconds(300) : TimeSpan.FromSeconds(5);
var words = args.Where(word => !word.StartsWith('-')).ToList();

if (Wanted("writes"))
    await Writes.Run(smoke ? life : TimeSpan.FromSeconds(0.4), smoke ? 1 : 25);
if (Wanted("pages"))
    await Pages.Run(life);
if (Wanted("start"))
    await Starts.Run(smoke ? 1 : 5);
return 0;

bool Wanted(string name) => words.Count == 0 || words.Contains(name);
