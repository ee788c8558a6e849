using System.Text.Json;
using System.Text.Json.Serialization;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Scanning;

namespace CheckIn.Gate.Enrolment;

/// <summary>
/// Which scanner is a lane's where nobody has written it down: the hub sends a plan of lanes and cannot know what is
/// plugged in at this gate. What was chosen here, by showing a code to it, lies beside the hub's settings, by the
/// lane's name, and holds for as long as nothing else names that lane's scanner.
/// </summary>
internal static class ScannerChoice
{
    internal const string FileName = "scanners.json";

    /// <summary>Names and places in the list of the lanes that have no scanner.</summary>
    internal static IReadOnlyList<(int Index, string Name)> Missing(IConfiguration settings) =>
        [.. settings.GetSection("Lanes").GetChildren().Select(static lane => (Lane: lane, Options: ScannerOf(lane)))
            .Where(static lane => lane.Options is { IsNamed: false } && int.TryParse(lane.Lane.Key, out _))
            .Select(static lane => (int.Parse(lane.Lane.Key, null), lane.Lane[nameof(LaneOptions.Name)] ?? ""))];

    /// <summary>What was chosen, as settings, for lanes that have no scanner by these settings.</summary>
    /// <param name="directory">Enrolment's.</param>
    /// <param name="settings">All others.</param>
    internal static IReadOnlyDictionary<string, string?> Settings(string directory, IConfiguration settings)
    {
        var chosen = Read(directory);
        return Missing(settings).Where(lane => chosen.ContainsKey(lane.Name))
            .SelectMany(lane => chosen[lane.Name].Select(pair => KeyValuePair.Create(
                $"Lanes:{lane.Index}:Scanner:{pair.Key}", (string?)pair.Value)))
            .ToDictionary();
    }

    /// <summary>Keeps a choice.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal static void Keep(string directory, string lane, IReadOnlyDictionary<string, string> scanner)
    {
        var chosen = Read(directory);
        chosen[lane] = scanner.ToDictionary();
        KeyFile.Replace(
            Path.Combine(directory, FileName),
            JsonSerializer.SerializeToUtf8Bytes(chosen, ScannerChoiceJson.Default.DictionaryStringDictionaryStringString));
    }

    private static Dictionary<string, Dictionary<string, string>> Read(string directory)
    {
        try
        {
            var file = Path.Combine(directory, FileName);
            return File.Exists(file) && JsonSerializer.Deserialize(
                File.ReadAllBytes(file), ScannerChoiceJson.Default.DictionaryStringDictionaryStringString) is { } chosen
                ? chosen : [];
        }
        catch (JsonException)
        {
            // Nothing is lost that a code shown to the scanner does not bring back; it is asked for again.
            return [];
        }
    }

    /// <summary>Null: a slip of the pen, which the check of settings tells of.</summary>
    private static ScannerOptions? ScannerOf(IConfigurationSection lane)
    {
        try
        {
            var options = new ScannerOptions();
            lane.GetSection(nameof(LaneOptions.Scanner)).Bind(options);
            return options;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(Dictionary<string, Dictionary<string, string>>))]
internal sealed partial class ScannerChoiceJson : JsonSerializerContext;
