namespace CoProd.Evaluation.Instruments;

/// <summary>Finds questions that wait for each other, so that none of them could ever be asked.</summary>
internal static class Loops
{
    /// <summary>The ids of one loop, in order; null when there is none.</summary>
    public static IReadOnlyList<string>? Find(IReadOnlyList<Item> items)
    {
        var waitsFor = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var item in items)
            Add(item, null);
        return Search(waitsFor);

        void Add(Item item, Item? within)
        {
            // What stands in a group is asked only when the group is.
            var edges = item.Conditions.Select(condition => condition.Question).ToHashSet(StringComparer.Ordinal);
            if (within is not null)
                edges.Add(within.Id);
            if (!waitsFor.TryAdd(item.Id, edges))
                waitsFor[item.Id].UnionWith(edges);
            foreach (var inner in item.Items)
                Add(inner, item);
        }
    }

    // By hand and not by recursion: a file may chain thousands of questions.
    private static List<string>? Search(Dictionary<string, HashSet<string>> waitsFor)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in waitsFor.Keys)
        {
            var path = new List<string>();
            var on = new HashSet<string>(StringComparer.Ordinal);
            var stack = new Stack<(string Id, IEnumerator<string> Next)>();
            Push(start);
            while (stack.TryPeek(out var top))
            {
                if (!top.Next.MoveNext())
                {
                    stack.Pop();
                    path.RemoveAt(path.Count - 1);
                    on.Remove(top.Id);
                    done.Add(top.Id);
                }
                else if (on.Contains(top.Next.Current))
                    return path[path.IndexOf(top.Next.Current)..];
                else
                    Push(top.Next.Current);
            }

            void Push(string id)
            {
                if (done.Contains(id) || !waitsFor.TryGetValue(id, out var edges))
                    return;
                path.Add(id);
                on.Add(id);
                stack.Push((id, edges.GetEnumerator()));
            }
        }
        return null;
    }
}
