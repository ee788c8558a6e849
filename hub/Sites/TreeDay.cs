namespace CheckIn.Hub.Sites;

/// <summary>
/// The administrative tree as it stood on one day. What had ended by then stands for what it became: one successor, or,
/// after a division, the lowest node that has all of them below it, because which of them it is nobody has said yet.
/// What did not exist yet stands for what it was in the same way. So sites and nodes need not be moved when provinces
/// and communes are merged, and a report of an earlier day still finds them.
/// </summary>
public sealed class TreeDay
{
    private const int Deepest = 32;
    private readonly IReadOnlyDictionary<long, Node> _nodes;
    private readonly ILookup<long, long> _before;
    private readonly DateOnly _day;
    private readonly Dictionary<long, Node?> _standing = [];
    private readonly Dictionary<long, Node[]> _paths = [];
    private readonly ILookup<long, Node> _children;

    internal TreeDay(IReadOnlyDictionary<long, Node> nodes, ILookup<long, long> before, DateOnly day)
    {
        (_nodes, _before, _day) = (nodes, before, day);
        // All of it now: what is shared between threads afterwards only is read.
        foreach (var node in nodes.Values)
            Standing(node, 0);
        foreach (var node in nodes.Values)
            PathOf(node);
        _children = nodes.Values.Where(IsThere)
            .OrderBy(static node => node.Name, StringComparer.Ordinal)
            .ThenBy(static node => node.Code, StringComparer.Ordinal)
            .ToLookup(node => Parent(node)?.Id ?? 0);
    }

    /// <summary>The node that is in this one's place on the day; null = none.</summary>
    public Node? Standing(Node node) => _standing.GetValueOrDefault(node.Id);

    /// <summary>From the node up to the top, the node itself first; above it what stood on the day.</summary>
    public IReadOnlyList<Node> Path(Node node) => _paths.GetValueOrDefault(node.Id) ?? [node];

    /// <summary>The nodes right below; null = those at the top. By name.</summary>
    public IEnumerable<Node> Children(Node? node) => _children[node?.Id ?? 0];

    /// <summary>
    /// Whether what lies in <paramref name="place"/> lies in <paramref name="whole"/>, or in what that was before.
    /// </summary>
    internal bool IsWithin(Node place, Node whole)
    {
        foreach (var node in Path(place))
        {
            if (node.Id == whole.Id || (node.Successors.Count > 0 && IsThere(node) && Became(node, whole.Id, 0)))
                return true;
        }
        return false;
    }

    /// <summary>Every node in which what lies in that one lies, itself first; as <see cref="IsWithin"/> has it.</summary>
    internal IEnumerable<Node> Over(Node place)
    {
        var (seen, next) = (new HashSet<long>(), new Queue<Node>());
        foreach (var node in Path(place))
        {
            if (seen.Add(node.Id))
                yield return node;
            if (node.Successors.Count > 0 && IsThere(node))
                next.Enqueue(node);
        }
        while (next.TryDequeue(out var node))
        {
            foreach (var id in node.Successors)
            {
                if (!_nodes.TryGetValue(id, out var later) || !seen.Add(id))
                    continue;
                yield return later;
                next.Enqueue(later);
            }
        }
    }

    private bool IsThere(Node node) => node.IsValidOn(_day);

    /// <summary>What was abolished and became nothing leaves its place to what was above it.</summary>
    private Node? Parent(Node node, int depth = 0)
    {
        for (var steps = 0; steps < Deepest && node.Parent is { } id && _nodes.TryGetValue(id, out var parent); steps++)
        {
            if (Standing(parent, depth + 1) is { } standing)
                return standing;
            node = parent;
        }
        return null;
    }

    private Node? Standing(Node node, int depth)
    {
        if (_standing.TryGetValue(node.Id, out var known))
            return known;
        if (IsThere(node))
            return _standing[node.Id] = node;
        if (depth == Deepest)
            return null;
        // Whoever comes round to it has not found it.
        _standing[node.Id] = null;
        var others = node.ValidFrom > _day ? _before[node.Id] : node.Successors;
        var instead = others.Select(id => _nodes.TryGetValue(id, out var other) ? Standing(other, depth + 1) : null)
            .OfType<Node>().DistinctBy(static other => other.Id).ToArray();
        return _standing[node.Id] = instead.Length switch
        {
            0 => null,
            1 => instead[0],
            _ => Common(instead, depth + 1),
        };
    }

    private Node? Common(Node[] nodes, int depth)
    {
        var paths = nodes.Select(node => Up(node, depth)).ToArray();
        return paths[0].FirstOrDefault(node => paths.All(path => path.Exists(other => other.Id == node.Id)));
    }

    private List<Node> Up(Node node, int depth)
    {
        var path = new List<Node> { node };
        while (path.Count < Deepest && Parent(path[^1], depth) is { } parent)
            path.Add(parent);
        return path;
    }

    private Node[] PathOf(Node node)
    {
        if (_paths.TryGetValue(node.Id, out var known))
            return known;
        var path = new List<Node> { node };
        while (path.Count < Deepest && Parent(path[^1]) is { } parent && !path.Exists(other => other.Id == parent.Id))
            path.Add(parent);
        return _paths[node.Id] = [.. path];
    }

    private bool Became(Node node, long whole, int depth)
    {
        foreach (var id in node.Successors)
        {
            if (id == whole || (depth < Deepest && _nodes.TryGetValue(id, out var next)
                && Became(next, whole, depth + 1)))
                return true;
        }
        return false;
    }
}
