using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CheckIn.Contract;

namespace CheckIn.Settings;

/// <summary>
/// Looks through settings for what is wrong with them. They come from anywhere: names may stand twice, be nested without
/// an end or be no text at all; whatever they are, the answer is a bounded list of problems and never an exception.
/// </summary>
internal sealed class SettingsReading(SettingsCatalog catalog, bool isPlan)
{
    /// <summary>Most problems told.</summary>
    internal const int MostProblems = 32;
    private const int MostShown = 80;
    private const string LanesPath = "Lanes";

    private readonly List<SettingProblem> _problems = [];
    private readonly Dictionary<string, string> _texts = new(StringComparer.OrdinalIgnoreCase);

    internal IReadOnlyList<SettingProblem> Read(JsonObject values)
    {
        try
        {
            Members("", values, catalog.Root, 0);
            TellTogether();
            if (_problems.Count == 0 && !isPlan && Size(values) > SettingsWanted.MaxBytes)
                Tell("", $"they have more than {SettingsWanted.MaxBytes} bytes.", $"dài hơn {SettingsWanted.MaxBytes} byte.");
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or JsonException)
        {
            // What is parsed late is found to be wrong late.
            Tell("", "a name stands twice, or is no text.", "có tên được viết hai lần, hoặc không phải văn bản.");
        }
        return _problems;
    }

    private void Members(string path, JsonObject section, SettingBranch branch, int depth)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in section)
        {
            if (_problems.Count >= MostProblems)
                return;
            var key = SettingsPatch.Join(path, Shown(name));
            if (!names.Add(name))
                Tell(key, $"{key} is said twice.", $"{key} được viết hai lần.");
            else if (depth >= SettingsPatch.MaxDepth)
                Tell(key, $"{key} lies too deep.", $"{key} nằm quá sâu.");
            else if (path.Equals(LanesPath, StringComparison.OrdinalIgnoreCase) && !isPlan && !IsLane(name))
                Tell(key, $"{key} is no name of a lane: 1 to 64 of a to z, 0 to 9 and \"-\", or * for every lane.",
                    $"{key} không phải tên làn: 1 đến 64 ký tự a đến z, 0 đến 9 và \"-\", hoặc * cho mọi làn.");
            else
                Visit(key, name, value, branch, depth);
        }
    }

    private void Visit(string key, string name, JsonNode? value, SettingBranch within, int depth)
    {
        // A gate reads "Turnstile:Pulse" as two names; a merge patch would not, so the hub's settings have one at a time.
        var branch = isPlan ? within.Find(name) : within.Step(name);
        if (branch?.Entry is not { } entry)
            TellUnknown(key, name, within);
        else if (entry.IsLocal && !isPlan)
            Tell(key, $"{key} is the gate's own to say, and not the hub's: set it at the gate.",
                $"{key} do cổng tự đặt, không phải trung tâm: hãy đặt tại cổng.");
        else if (value is not null)
            Judge(key, value, branch, entry, depth);
    }

    private void Judge(string key, JsonNode value, SettingBranch branch, SettingEntry entry, int depth)
    {
        if (entry.IsValue && value is JsonValue)
            JudgeText(key, value.ToString(), entry);
        else if (entry.Kind == SettingKind.Section && value is JsonObject section)
            Members(key, section, branch, depth + 1);
        else if (entry.Kind == SettingKind.List && value is JsonObject named)
            Members(key, named, branch, depth + 1);
        else if (entry.Kind == SettingKind.List && value is JsonArray items && (isPlan || entry.Path != LanesPath))
            Items(key, items, branch, entry, depth);
        else
            TellShape(key, entry);
    }

    private void JudgeText(string key, string text, SettingEntry entry)
    {
        if (!_texts.TryAdd(key, text))
            Tell(key, $"{key} is said twice.", $"{key} được viết hai lần.");
        else if (!entry.Allows(text))
            Tell(key, $"{key} is '{Shown(text)}'; allowed: {entry.Allowed(Language.English)}.",
                $"{key} là '{Shown(text)}'; cho phép: {entry.Allowed(Language.Vietnamese)}.");
    }

    private void Items(string key, JsonArray items, SettingBranch branch, SettingEntry entry, int depth)
    {
        if (entry.Most is { } most && items.Count > int.Parse(most, CultureInfo.InvariantCulture))
        {
            Tell(key, $"{key} has {items.Count}; at most {most}.", $"{key} có {items.Count}; nhiều nhất {most}.");
            return;
        }
        foreach (var (index, item) in items.Index())
        {
            var name = $"{index}";
            Visit(SettingsPatch.Join(key, name), name, item, branch, depth + 1);
        }
    }

    /// <summary>What cannot be together, where both are said here; what a gate has of its own is for the gate to judge.</summary>
    private void TellTogether()
    {
        foreach (var (key, pulse) in _texts)
        {
            if (!key.EndsWith(":Turnstile:Pulse", StringComparison.OrdinalIgnoreCase))
                continue;
            var longest = key[..^"Pulse".Length] + "MaxPulse";
            if (_texts.TryGetValue(longest, out var most) && SettingText.Duration(most) < SettingText.Duration(pulse))
                Tell(
                    longest,
                    $"{longest} is '{Shown(most)}', shorter than Pulse, '{Shown(pulse)}'; it must be at least as long.",
                    $"{longest} là '{Shown(most)}', ngắn hơn Pulse, '{Shown(pulse)}'; phải ít nhất bằng Pulse.");
        }
        var names = _texts.Where(static pair => pair.Key.Split(':') is [_, _, var last]
            && pair.Key.StartsWith("Lanes:", StringComparison.OrdinalIgnoreCase)
            && last.Equals("Name", StringComparison.OrdinalIgnoreCase));
        foreach (var twice in names.GroupBy(static pair => pair.Value).Where(static group => group.Count() > 1))
            Tell(
                LanesPath, $"Lanes: the name '{Shown(twice.Key)}' stands for {twice.Count()} lanes; each needs its own.",
                $"Lanes: tên '{Shown(twice.Key)}' dùng cho {twice.Count()} làn; mỗi làn cần một tên riêng.");
    }

    private void TellUnknown(string key, string name, SettingBranch within)
    {
        if (isPlan)
            return;
        var near = SettingNames.Nearest(name, within.Below.Select(static branch => branch.Name));
        Tell(key, $"{key} is no setting of a gate" + (near is null ? "." : $"; did you mean {near}?"),
            $"Cổng không có cài đặt {key}" + (near is null ? "." : $"; có phải {near}?"));
    }

    private void TellShape(string key, SettingEntry entry)
    {
        if (entry.Path == LanesPath && !isPlan)
            Tell(key, $"{key} must be an object whose names are lanes, or * for every lane.",
                $"{key} phải là đối tượng có tên là tên làn, hoặc * cho mọi làn.");
        else if (entry.IsValue)
            Tell(key, $"{key} must be a value; allowed: {entry.Allowed(Language.English)}.",
                $"{key} phải là một giá trị; cho phép: {entry.Allowed(Language.Vietnamese)}.");
        else
            Tell(
                key, $"{key} must be {entry.Allowed(Language.English)}.",
                $"{key} phải là {entry.Allowed(Language.Vietnamese)}.");
    }

    private void Tell(string key, string english, string vietnamese)
    {
        if (_problems.Count < MostProblems)
            _problems.Add(new SettingProblem(key, english, vietnamese));
    }

    private static bool IsLane(string name) => name == SettingsWanted.EveryLane || GateId.IsValid(name);

    private static int Size(JsonObject values) => Encoding.UTF8.GetByteCount(values.ToJsonString());

    private static string Shown(string text) => text.Length <= MostShown ? text : text[..MostShown] + "…";
}
