using System.Text;
using System.Text.Json.Nodes;
using CheckIn.Contract;
using CheckIn.Hub.Rules;
using CheckIn.Settings;

namespace CheckIn.Hub.Desired;

/// <summary>What an order must be, whatever it says: within bounds, and readable by a gate. Pure.</summary>
internal static class SettingsRules
{
    internal const int LongestTitle = 100;
    private const int Deepest = 16;

    /// <summary>Everything wrong with the order and with what would come of it; empty = nothing.</summary>
    internal static IReadOnlyList<SettingProblem> Problems(SettingsOrder order, JsonObject document)
    {
        var problems = new List<SettingProblem>();
        if (order.Title is not { Length: > 0 and <= LongestTitle } title || title.Any(char.IsControl)
            || string.IsNullOrWhiteSpace(title))
        {
            problems.Add(new("", $"A change needs a title of 1 to {LongestTitle} characters that says what it is for.",
                $"Thay đổi cần tiêu đề từ 1 đến {LongestTitle} ký tự cho biết mục đích."));
        }
        if (order.Plan is { IsRight: false })
        {
            problems.Add(new("", "The plan of the rollout has no stages, or a figure out of its range.",
                "Kế hoạch triển khai không có giai đoạn hoặc có số ngoài giới hạn."));
        }
        CheckNames(order.Patch, "", 1, problems);
        if (problems.Count == 0 && Encoding.UTF8.GetByteCount(document.ToJsonString()) > SettingsWanted.MaxBytes)
            problems.Add(TooLarge());
        if (problems.Count == 0)
            problems.AddRange(SettingsCatalog.Gate.Check(document));
        if (problems.Count == 0)
            problems.AddRange(SentRules.Problems(document));
        return problems;
    }

    internal static SettingProblem TooLarge() => new("",
        $"Together the settings of a gate would come to more than {SettingsWanted.MaxBytes / 1024} KB, and a gate reads no "
            + "more.",
        $"Tổng cài đặt của một cổng sẽ vượt {SettingsWanted.MaxBytes / 1024} KB, mà cổng không đọc nhiều hơn.");

    private static void CheckNames(JsonObject section, string path, int depth, List<SettingProblem> problems)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in section)
        {
            var key = path.Length == 0 ? name : $"{path}:{name}";
            if (name.Length is 0 or > 100 || name.Contains(':', StringComparison.Ordinal) || name.Any(char.IsControl))
                problems.Add(new(key, $"'{name}' is no name of a setting.", $"'{name}' không phải tên cài đặt."));
            else if (!names.Add(name))
                problems.Add(new(key, $"{key} is said twice.", $"{key} được viết hai lần."));
            if (depth >= Deepest && value is JsonObject or JsonArray)
                problems.Add(new(key, $"{key} lies too deep.", $"{key} lồng quá sâu."));
            else if (value is JsonObject inner)
                CheckNames(inner, key, depth + 1, problems);
        }
    }
}
