using System.Collections.Concurrent;

namespace CheckIn.Hub.Alerts;

/// <summary>
/// What rooms find of the hub itself and somebody is to be told: each says of its own kind whether it holds, and the desk
/// takes it up with its next turn. What nobody has said anything of since the start stays as it was.
/// </summary>
internal sealed class HubConditions
{
    private static readonly Dictionary<string, string> Nothing = [];
    private readonly ConcurrentDictionary<string, (bool IsTrue, IReadOnlyDictionary<string, string> Detail)> _all =
        new(StringComparer.Ordinal); // as many as there are kinds, at most

    /// <summary>Kind, whether it holds, and its figures.</summary>
    internal IEnumerable<(string Kind, bool IsTrue, IReadOnlyDictionary<string, string> Detail)> All =>
        _all.Select(static one => (one.Key, one.Value.IsTrue, one.Value.Detail));

    /// <param name="kind">One of <see cref="AlertKinds"/>.</param>
    /// <param name="isTrue">Whether it holds.</param>
    /// <param name="detail">Names of <see cref="AlertDetails"/>; null = none.</param>
    internal void Set(string kind, bool isTrue, IReadOnlyDictionary<string, string>? detail = null) =>
        _all[kind] = (isTrue, detail ?? Nothing);
}
