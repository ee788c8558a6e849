using System.Text.Json.Nodes;

namespace CheckIn.Hub.Desired;

/// <summary>
/// JSON merge patch (RFC 7396) on settings: an object is merged name by name, null takes a name away, everything else
/// replaces what was there. Settings do not tell cases apart, so neither does this: a name keeps the spelling that it
/// had first. Nothing that is given is changed. Pure.
/// </summary>
internal static class MergePatch
{
    /// <summary>What comes of the patch.</summary>
    internal static JsonObject Apply(JsonObject document, JsonObject patch)
    {
        var result = (JsonObject)document.DeepClone();
        MergeInto(result, patch);
        return result;
    }

    /// <summary>The patch that makes the one of the other.</summary>
    internal static JsonObject Between(JsonObject from, JsonObject to)
    {
        var patch = new JsonObject();
        foreach (var (name, value) in from)
        {
            if (Find(to, name) is not { } key || to[key] is not { } next)
                patch[name] = null;
            else if (value is JsonObject before && next is JsonObject after)
            {
                if (Between(before, after) is { Count: > 0 } inner)
                    patch[name] = inner;
            }
            else if (!JsonNode.DeepEquals(value, next))
                patch[name] = next.DeepClone();
        }
        foreach (var (name, value) in to)
        {
            if (Find(from, name) is null)
                patch[name] = value?.DeepClone();
        }
        return patch;
    }

    /// <summary>The name as it is spelled there; null = it is not there.</summary>
    internal static string? Find(JsonObject document, string name)
    {
        if (document.ContainsKey(name))
            return name;
        foreach (var (key, _) in document)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return key;
        }
        return null;
    }

    private static void MergeInto(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            var key = Find(target, name) ?? name;
            if (value is null)
                target.Remove(key);
            else if (value is JsonObject inner)
            {
                if (target[key] is not JsonObject section)
                    target[key] = section = [];
                MergeInto(section, inner);
            }
            else
                target[key] = value.DeepClone();
        }
    }
}
