using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Settings;

namespace CheckIn.Demo;

/// <summary>Tells each decision as a person would want to read it, by following the lanes' traces.</summary>
internal sealed class Narration(Premises premises, IReadOnlyList<string> gates)
{
    private static readonly Dictionary<string, (string Vi, string En)> Reasons = new()
    {
        ["known_credential"] = ("mời qua", "please pass"),
        ["unknown_code"] = ("mã không nhận ra được", "this code is not known"),
        ["malformed_credential"] = ("giấy tờ có thông tin không khớp", "the card's fields do not agree"),
        ["enrolment_code"] = ("cổng này đã đăng ký, xin đưa mã của bạn", "this gate is enrolled, show your own code"),
        ["venue_code"] = ("đây là mã địa điểm, xin đưa mã của bạn", "this is a place's code, show your own"),
        ["code_too_long"] = ("mã quá dài", "the code is too long"),
        ["turnstile_failed"] = ("cửa xoay không mở được lúc này", "the turnstile cannot open now"),
        ["journal_failed"] = ("không ghi được nhật ký", "the journal cannot be written"),
    };

    private static readonly Dictionary<string, (string Vi, string En)> Kinds = new()
    {
        ["cccd"] = ("CCCD", "citizen card"),
        ["can_cuoc"] = ("thẻ căn cước", "identity card"),
        ["national_personal_qr"] = ("mã QR cá nhân", "personal QR"),
        ["health_certificate"] = ("chứng nhận sức khoẻ", "health certificate"),
        ["insurance_card"] = ("thẻ bảo hiểm y tế", "insurance card"),
        ["pass"] = ("thẻ ra vào", "pass"),
        ["enrolment_code"] = ("mã đăng ký thiết bị", "enrolment code"),
        ["venue_code"] = ("mã địa điểm", "place's code"),
        ["unknown"] = ("mã lạ", "unknown code"),
    };

    private readonly Dictionary<string, int> _read = [];
    private readonly HashSet<string> _finished = [];

    internal long Unreadable { get; private set; }

    internal bool IsFinished => _finished.Count == gates.Count;

    /// <summary>Prints what has happened since the last call; false when nothing has.</summary>
    internal bool Print()
    {
        var told = false;
        foreach (var gate in gates)
        {
            foreach (var line in NewLines(gate))
            {
                Tell(gate, line);
                told = true;
            }
        }
        return told;
    }

    private string[] NewLines(string gate)
    {
        if (!File.Exists(premises.TraceOf(gate)))
            return [];
        using var file = new FileStream(premises.TraceOf(gate), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = _read.GetValueOrDefault(gate);
        var bytes = new byte[file.Length - file.Position];
        file.ReadExactly(bytes);
        var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        _read[gate] = _read.GetValueOrDefault(gate) + whole;
        return System.Text.Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private void Tell(string gate, string line)
    {
        using var json = JsonDocument.Parse(line);
        var told = json.RootElement;
        if (told.TryGetProperty("finished", out _))
        {
            _finished.Add(gate);
            Unreadable += told.GetProperty("unreadable").GetInt64();
            return;
        }
        var picture = told.GetProperty("picture").GetString();
        var ms = told.GetProperty("ms").GetDouble();
        var name = gate == gates[0] ? "Cổng vào / in " : "Cổng ra  / out";
        Console.WriteLine(told.GetProperty("result").GetString() switch
        {
            "admitted" => $"✓ {name}  {Kind(told).Vi}: {Reason(told).Vi} / {Kind(told).En}: {Reason(told).En}  ({picture}, {ms:0.0} ms)",
            "refused" => $"✗ {name}  {Kind(told).Vi}: {Reason(told).Vi} / {Kind(told).En}: {Reason(told).En}  ({picture}, {ms:0.0} ms)",
            "undecodable" => $"! {name}  không mở được ảnh / the picture cannot be opened: {told.GetProperty("note").GetString()}  ({picture})",
            _ => $"! {name}  không đọc được mã / no code could be read  ({picture}, {ms:0.0} ms)",
        });
    }

    private static (string Vi, string En) Reason(JsonElement told)
    {
        var reason = told.GetProperty("reason").GetString()!;
        return Reasons.TryGetValue(reason, out var both)
            ? both : (ReasonWords.Of(reason, Language.Vietnamese), ReasonWords.Of(reason, Language.English));
    }

    private static (string Vi, string En) Kind(JsonElement told) => Word(Kinds, told.GetProperty("kind").GetString()!);

    private static (string Vi, string En) Word(Dictionary<string, (string Vi, string En)> words, string word) =>
        words.TryGetValue(word, out var both) ? both : (word, word);
}
