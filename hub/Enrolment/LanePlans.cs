using System.Text.Json;
using System.Text.Json.Nodes;
using CheckIn.Contract;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Settings;
using CheckIn.Storage;

namespace CheckIn.Hub.Enrolment;

/// <summary>
/// Named settings of lanes for gates to begin with: <c>in</c>, <c>out</c>, <c>in-out</c>, and any that was saved. A
/// plan is sections as in a gate's appsettings.json. What a gate has of its own stands above it, so the ones that come
/// with the hub say which lanes there are, and leave open what only the place knows: its scanners and its wiring.
/// </summary>
internal sealed class LanePlans(EventStore store, TimeProvider time)
{
    /// <summary>Characters of a plan at most.</summary>
    internal const int MaxLength = 64 * 1024;
    /// <summary>Plans that can be saved.</summary>
    internal const int MaxSaved = 1000;
    private const int MaxDepth = 16;
    private const int MostTold = 8;
    private static readonly JsonDocumentOptions Strict = new()
    {
        MaxDepth = MaxDepth,
        AllowDuplicateProperties = false,
    };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly Dictionary<string, string> BuiltIn = new(StringComparer.Ordinal)
    {
        ["in"] = """{"Lanes":[{"Name":"in","Direction":"In"}]}""",
        ["out"] = """{"Lanes":[{"Name":"out","Direction":"Out"}]}""",
        ["in-out"] = """
            {"Lanes":[{"Name":"in","Direction":"In"},
            {"Name":"out","Direction":"Out"}]}
            """,
    };

    /// <summary>The built-in ones first.</summary>
    internal IReadOnlyList<string> Names => store.Read(db =>
    {
        using var rows = db.Prepare("SELECT name FROM plan ORDER BY name");
        var names = new List<string>(BuiltIn.Keys);
        while (rows.Step())
            names.Add(rows.Text(0)!);
        return names;
    });

    internal static bool IsBuiltIn(string name) => BuiltIn.ContainsKey(name);

    /// <summary>What it says; null = there is none of that name.</summary>
    internal JsonObject? Find(string name) => store.Read(db => Find(db, name));

    internal static JsonObject? Find(Database db, string name)
    {
        if (BuiltIn.TryGetValue(name, out var text))
            return (JsonObject)JsonNode.Parse(text)!;
        using var row = db.Prepare("SELECT settings FROM plan WHERE name = ?");
        return row.Bind(1, name).Step() ? (JsonObject)JsonNode.Parse(row.Text(0)!)! : null;
    }

    /// <summary>Saves it; gates that have it are told.</summary>
    /// <returns>How many gates have it.</returns>
    /// <exception cref="EnrolmentException">It is none, or cannot have that name.</exception>
    internal async Task<IReadOnlyList<EnrolledGate>> SaveAsync(
        string name, string json, Actor actor, CancellationToken cancellation)
    {
        var text = Check(name, json);
        var isFull = false;
        IReadOnlyList<EnrolledGate> gates = [];
        await store.WriteAsync(db =>
        {
            isFull = Find(db, name) is null && Count(db) >= MaxSaved;
            if (isFull)
                return;
            var now = time.GetUtcNow();
            using var put = db.Prepare("""
                INSERT INTO plan(name, settings, saved_at) VALUES(?, ?, ?)
                ON CONFLICT(name) DO UPDATE SET settings = excluded.settings, saved_at = excluded.saved_at
                """);
            put.Bind(1, name).Bind(2, text).Bind(3, now.ToUnixTimeMilliseconds()).Run();
            EnrolledGates.Changed(db, name);
            gates = EnrolledGates.InService(db, plan: name);
            AuditLog.Add(
                db, now, new AuditEntry(actor, AuditActions.PlanSaved, name, Detail: $"gates that have it: {gates.Count}"));
        }, cancellation);
        return isFull ? throw new EnrolmentException(
            $"There are {MaxSaved} plans already. Nothing was saved: change one of them instead.",
            $"Đã có {MaxSaved} sơ đồ làn. Chưa lưu gì cả: hãy sửa một sơ đồ đã có.") : gates;
    }

    /// <summary>For people to read and change.</summary>
    internal static string Text(JsonObject plan) => plan.ToJsonString(Indented);

    private static string Check(string name, string json)
    {
        if (!GateId.IsValid(name) || IsBuiltIn(name))
        {
            var taken = string.Join(", ", BuiltIn.Keys);
            throw new EnrolmentException(
                $"A plan cannot be called '{name}': 1 to 64 of a to z, 0 to 9 and -, and none of {taken}. "
                + "Nothing was saved.",
                $"Sơ đồ làn không thể có tên '{name}': từ 1 đến 64 ký tự a đến z, 0 đến 9 và -, khác {taken}. "
                + "Chưa lưu gì cả.");
        }
        if (json.Length > MaxLength)
            throw Wrong($"it has {json.Length} characters, and {MaxLength} are the most",
                $"dài {json.Length} ký tự, tối đa {MaxLength}");
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            CheckObject(document.RootElement);
            CheckSettings(json);
            return JsonSerializer.Serialize(document.RootElement);
        }
        catch (JsonException e)
        {
            throw Wrong($"it is no JSON: {e.Message}", $"không phải JSON: {e.Message}");
        }
    }

    private static void CheckObject(JsonElement plan)
    {
        if (plan.ValueKind != JsonValueKind.Object)
            throw Wrong("it must be an object with sections such as \"Lanes\"",
                "phải là một đối tượng có các mục như \"Lanes\"");
        foreach (var section in plan.EnumerateObject())
        {
            if (section.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            {
                throw Wrong($"\"{section.Name}\" is no section: it must be an object or a list",
                    $"\"{section.Name}\" không phải một mục: phải là đối tượng hoặc danh sách");
            }
            if (HubsOwn.Contains(section.Name, StringComparer.OrdinalIgnoreCase))
            {
                throw Wrong($"\"{section.Name}\" is not a plan's to say: the hub gives each gate its own",
                    $"mục \"{section.Name}\" không thuộc sơ đồ làn: trung tâm đặt riêng cho từng cổng");
            }
        }
        CheckNames(plan, "");
    }

    /// <summary>Only what could work at no gate: a gate that has it would keep its old plan, and nobody would know why.</summary>
    private static void CheckSettings(string json)
    {
        var problems = SettingsCatalog.Gate.CheckPlan((JsonObject)JsonNode.Parse(json)!);
        if (problems.Count > 0)
            throw Wrong(Told(problems, Language.English), Told(problems, Language.Vietnamese));
    }

    private static string Told(IReadOnlyList<SettingProblem> problems, Language language)
    {
        var told = problems.Take(MostTold)
            .Select(problem => language.Of(problem.English, problem.Vietnamese).TrimEnd('.'));
        var more = problems.Count - MostTold;
        return string.Join("; ", more > 0 ? told.Append(language.Of($"and {more} more", $"và {more} lỗi khác")) : told);
    }

    /// <summary>Settings do not tell cases apart, so two names that differ only in that are one said twice.</summary>
    private static void CheckNames(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var (index, item) in value.EnumerateArray().Index())
                CheckNames(item, $"{path}:{index}");
        }
        if (value.ValueKind != JsonValueKind.Object)
            return;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in value.EnumerateObject())
        {
            var key = path.Length == 0 ? property.Name : $"{path}:{property.Name}";
            if (!names.Add(property.Name))
                throw Wrong($"{key} is said twice", $"{key} được viết hai lần");
            CheckNames(property.Value, key);
        }
    }

    private static readonly string[] HubsOwn = ["Gate", "Uplink", "Enrolment", "Keys"];

    private static EnrolmentException Wrong(string english, string vietnamese) => new(
        $"This is no lane plan: {english}. Nothing was saved.",
        $"Đây không phải sơ đồ làn: {vietnamese}. Chưa lưu gì cả.");

    private static long Count(Database db)
    {
        using var row = db.Prepare("SELECT count(*) FROM plan");
        row.Step();
        return row.Int64(0);
    }
}
