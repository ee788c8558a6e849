using System.Collections.Concurrent;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Desired;

/// <summary>
/// Every scope that says something, at one moment, over the places as they are on a day; immutable. Of a gate the hub
/// speaks first, then its nodes from the top down, the groups of its site by dimension, the site, the gate itself, and
/// whoever speaks later has the last word. Thousands of gates hear the same few layers, so what was put together once is
/// kept, and a site's layers are looked for once.
/// </summary>
internal sealed class LayerBook
{
    private const int MostCompositions = 2000;
    private readonly Dictionary<string, Layer> _layers;
    private readonly Layer? _hub;
    private readonly Layer[] _nodes;
    private readonly Layer[] _groups;
    private readonly ConcurrentDictionary<string, Layer[]> _bySite = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Composition> _compositions = new(StringComparer.Ordinal);

    internal LayerBook(SiteTree tree, DateOnly day, IReadOnlyCollection<Layer> layers)
    {
        (Tree, Day) = (tree, day);
        _layers = layers.ToDictionary(static layer => layer.Word, StringComparer.Ordinal);
        _hub = _layers.GetValueOrDefault(FleetScopeWords.Hub);
        _nodes = [.. layers.Where(static layer => layer.Scope.Node is not null).OrderBy(layer => Depth(layer.Scope.Node!))
            .ThenBy(static layer => layer.Word, StringComparer.Ordinal)];
        _groups = [.. layers.Where(static layer => layer.Scope.Dimension is not null)
            .OrderBy(static layer => layer.Word, StringComparer.Ordinal)];
    }

    internal SiteTree Tree { get; }
    internal DateOnly Day { get; }

    internal IReadOnlyCollection<Layer> Layers => _layers.Values;

    internal Layer? Find(string scope) => _layers.GetValueOrDefault(scope);

    /// <summary>Those that concern a gate of that id at that site (null = none), the lowest first.</summary>
    internal IEnumerable<Layer> Of(string gate, string? site)
    {
        foreach (var layer in OfSite(site))
            yield return layer;
        if (_layers.TryGetValue("gate:" + gate, out var own))
            yield return own;
    }

    /// <summary>What the gate is to have.</summary>
    /// <param name="given">Versions that it was given by a rollout, by scope; null = none.</param>
    internal Composition Compose(string gate, string? site, IReadOnlyDictionary<string, long>? given)
    {
        var versions = Of(gate, site)
            .Select(layer => layer.For(given?.TryGetValue(layer.Word, out var id) == true ? id : null))
            .OfType<LayerVersion>().ToList();
        var chain = Composition.ChainOf(versions);
        if (_compositions.TryGetValue(chain, out var known))
            return known;
        if (_compositions.Count >= MostCompositions)
            _compositions.Clear();
        return _compositions[chain] = Composition.Of(versions);
    }

    private Layer[] OfSite(string? site) => _bySite.GetOrAdd(site ?? "", code =>
    {
        var own = code.Length == 0 ? null : code;
        var found = new List<Layer>();
        if (_hub is not null)
            found.Add(_hub);
        found.AddRange(_nodes.Concat(_groups).Where(layer => Tree.Covers(layer.Scope, own, Day)));
        if (own is not null && _layers.TryGetValue("site:" + own, out var itself))
            found.Add(itself);
        return [.. found];
    });

    private int Depth(string code) => Tree.NodeByCode(code) is { } node
        ? Math.Max(Tree.Path(node).Count, Tree.On(Day).Path(node).Count) : 0;
}
