using System.Text.Json.Nodes;

namespace CheckIn.Hub.Desired;

/// <summary>Where each setting of a gate comes from: the last of its layers that says it. Pure.</summary>
internal static class SettingSources
{
    internal static IReadOnlyList<SettingSource> Of(Composition composition)
    {
        var sources = new List<SettingSource>();
        Visit(composition.Values, [], (path, value) =>
        {
            if (composition.Versions.LastOrDefault(version => Says(version.Document, path)) is { } version)
                sources.Add(new(string.Join(':', path), value.ToJsonString(), version.Scope, version.Number));
        });
        return sources;
    }

    private static void Visit(JsonObject section, List<string> path, Action<IReadOnlyList<string>, JsonNode> found)
    {
        foreach (var (name, value) in section)
        {
            path.Add(name);
            if (value is JsonObject { Count: > 0 } inner)
                Visit(inner, path, found);
            else if (value is not null)
                found(path, value);
            path.RemoveAt(path.Count - 1);
        }
    }

    private static bool Says(JsonObject document, IReadOnlyList<string> path)
    {
        JsonNode? at = document;
        foreach (var name in path)
        {
            at = at is JsonObject section && MergePatch.Find(section, name) is { } key ? section[key] : null;
            if (at is null)
                return false;
        }
        return true;
    }
}
