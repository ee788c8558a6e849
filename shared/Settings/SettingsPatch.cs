using System.Text.Json;
using System.Text.Json.Nodes;

namespace CheckIn.Settings;

/// <summary>What a patch of settings touches, and how its names are spelled.</summary>
internal static class SettingsPatch
{
    /// <summary>Deeper than any setting lies.</summary>
    internal const int MaxDepth = 16;

    internal static IReadOnlyList<string> Cutting(SettingsCatalog catalog, JsonObject patch)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        Visit(catalog.Root, "", patch, found, 0);
        return [.. found];
    }

    internal static JsonObject Spelled(SettingBranch root, JsonObject values)
    {
        try
        {
            ReadWhole(values, 0);
            return Spelled(root, values, 0);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw new JsonException("a name stands twice, or a name or a value is no text", e);
        }
    }

    /// <summary>JSON is parsed late: what is wrong in it is found here, and not wherever it is first looked at.</summary>
    private static void ReadWhole(JsonNode? value, int depth)
    {
        if (depth > MaxDepth)
            return;
        if (value is JsonObject section)
        {
            foreach (var (_, its) in section)
                ReadWhole(its, depth + 1);
        }
        else if (value is JsonArray items)
        {
            foreach (var item in items)
                ReadWhole(item, depth + 1);
        }
        else
        {
            _ = value?.ToString();
        }
    }

    private static JsonObject Spelled(SettingBranch? branch, JsonObject values, int depth)
    {
        var spelled = new JsonObject();
        foreach (var (name, value) in values)
        {
            var its = branch?.Spelled(name) ?? name;
            var key = its != name && values.ContainsKey(its) || spelled.ContainsKey(its) ? name : its;
            spelled[key] = value is JsonObject section && depth < MaxDepth
                ? Spelled(branch?.Step(name), section, depth + 1) : value?.DeepClone();
        }
        return spelled;
    }

    /// <summary>Whoever takes a whole section away takes away what is in it.</summary>
    private static void Visit(SettingBranch branch, string path, JsonNode? value, SortedSet<string> found, int depth)
    {
        if (depth > MaxDepth)
            return;
        if (branch.Entry?.CutsOff == true)
        {
            found.Add(path);
        }
        else if (value is JsonObject section)
        {
            foreach (var (name, its) in section)
            {
                if (branch.Find(name) is { } next)
                    Visit(next, Join(path, branch.Spelled(name)), its, found, depth + 1);
            }
        }
        else
        {
            foreach (var next in branch.Below)
                Visit(next, Join(path, next.Name), null, found, depth + 1);
        }
    }

    internal static string Join(string path, string name) => path.Length == 0 ? name : $"{path}:{name}";
}
