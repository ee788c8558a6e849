using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CheckIn.Contract;
using CheckIn.Gate.Lanes;

namespace CheckIn.Gate.Settings;

/// <summary>
/// The hub's settings as a layer of the gate's. They name lanes by name, or <c>*</c> for all, where the gate's files count
/// them: the names are those that the other layers give, whichever. What the gate says for itself (<see cref="Steering"/>),
/// what means nothing to it and what belongs to a lane that it does not have is left out, and told.
/// </summary>
/// <param name="Settings">Key and text, as in configuration.</param>
/// <param name="Names">The same keys with the lane's name in place of its number.</param>
/// <param name="Ignored">Keys without an effect here, as the hub wrote them.</param>
internal sealed record HubLayer(
    IReadOnlyDictionary<string, string?> Settings, IReadOnlyDictionary<string, string> Names, IReadOnlyList<string> Ignored)
{
    internal const string Lanes = "Lanes";

    /// <summary>Those of nobody.</summary>
    internal static HubLayer None { get; } = Of([], new ConfigurationBuilder().Build());

    /// <param name="values">The hub's.</param>
    /// <param name="others">All other layers, for the names of lanes.</param>
    internal static HubLayer Of(JsonObject values, IConfiguration others)
    {
        var writing = new Writing();
        var lanes = LanesOf(others);
        foreach (var (key, value) in values)
        {
            if (!key.Equals(Lanes, StringComparison.OrdinalIgnoreCase))
                writing.VisitSection(value, key);
            else if (value is JsonObject byName)
                Write(byName, lanes, writing);
            else if (value is not null)
                writing.Ignored.Add(key);
        }
        return new HubLayer(writing.Settings, writing.Names, writing.Ignored);
    }

    /// <summary>Numbers and names of the lanes by these settings.</summary>
    internal static IReadOnlyList<(string Number, string Name)> LanesOf(IConfiguration settings) =>
        [.. settings.GetSection(Lanes).GetChildren()
            .Select(static lane => (lane.Key, lane[nameof(LaneOptions.Name)] ?? ""))
            .Where(static lane => lane.Item2.Length > 0 && lane.Key.All(char.IsAsciiDigit))];

    /// <summary>Keys of this layer that are in force with another value, for a layer above says otherwise.</summary>
    /// <param name="all">Every layer.</param>
    internal IReadOnlyList<string> Overridden(IConfiguration all) =>
        [.. Settings.Where(pair => all[pair.Key] != pair.Value).Select(pair => Names[pair.Key])];

    private static void Write(JsonObject byName, IReadOnlyList<(string Number, string Name)> lanes, Writing writing)
    {
        // Every lane first, for a lane's own name has the last word.
        foreach (var (name, value) in byName.OrderBy(static lane => lane.Key != SettingsWanted.EveryLane))
        {
            var meant = lanes.Where(lane => name == SettingsWanted.EveryLane
                || lane.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
            if (value is not null && (value is not JsonObject || meant.Count == 0))
                writing.Ignored.Add($"{Lanes}:{name}");
            if (value is not JsonObject lane)
                continue;
            foreach (var (number, named) in meant)
                writing.Visit(lane, $"{Lanes}:{number}", $"{Lanes}:{named}");
        }
    }

    private sealed class Writing
    {
        internal Dictionary<string, string?> Settings { get; } = new(StringComparer.OrdinalIgnoreCase);

        internal Dictionary<string, string> Names { get; } = new(StringComparer.OrdinalIgnoreCase);

        internal List<string> Ignored { get; } = [];

        internal void VisitSection(JsonNode? value, string key)
        {
            // As a whole key it would go past what is held against the names of sections.
            if (key.Contains(':', StringComparison.Ordinal))
                Ignored.Add(key);
            else
                Visit(value, key, key);
        }

        internal void Visit(JsonNode? value, string key, string name)
        {
            switch (value)
            {
                case null:
                    Settings.Remove(key);
                    break;
                case JsonObject section:
                    foreach (var (child, its) in section)
                        VisitChild(its, child, key, name);
                    break;
                case JsonArray list:
                    for (var i = 0; i < list.Count; i++)
                        VisitChild(list[i], i.ToString(CultureInfo.InvariantCulture), key, name);
                    break;
                case var leaf when Steering.MayBeSet(name):
                    Settings[key] = TextOf(leaf);
                    Names[key] = name;
                    break;
                default:
                    Ignored.Add(name);
                    break;
            }
        }

        private void VisitChild(JsonNode? value, string child, string key, string name)
        {
            if (child.Contains(':', StringComparison.Ordinal))
                Ignored.Add($"{name}:{child}");
            else
                Visit(value, $"{key}:{child}", $"{name}:{child}");
        }

        private static string TextOf(JsonNode value) => value.GetValueKind() == JsonValueKind.String
            ? value.GetValue<string>() : value.ToJsonString();
    }
}
