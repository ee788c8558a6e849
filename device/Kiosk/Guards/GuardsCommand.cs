using System.Text.Json;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Service.Commands;
using CheckIn.Settings;

namespace CheckIn.Gate.Kiosk.Guards;

/// <summary><c>checkin-gate guards</c>: who may act at this gate's screen by a PIN. The gate may run meanwhile.</summary>
internal sealed class GuardsCommand
{
    internal const string Word = "guards";

    private const int Done = 0, Refused = 1, CannotLook = 2;

    private const string Help = """
        checkin-gate guards: who may let people through, and close lanes, at this gate's own screen, by a PIN.

        Usage: checkin-gate guards [--json]
               checkin-gate guards add NAME      a new guard, or another PIN for one that is there
               checkin-gate guards remove NAME
               ... [--lang vi|en] [--SECTION:SETTING VALUE]...

        NAME stands in the record with whatever he does: a post, such as bao-ve-1; small letters, digits, dots, hyphens.
        The PIN has 6 to 12 digits. It is asked for twice, or read from the standard input if that is no terminal.
        Call it as root or as the gate's user; the gate may run, and whoever is removed is out at once.
        Ends with 0 when done, 1 when refused, 2 when the gate's keys cannot be reached.
        """;

    private readonly CommandArguments _command;
    private readonly GuardFile _file;
    private readonly TextWriter _output;

    private GuardsCommand(CommandArguments command, GuardFile file, TextWriter output) =>
        (_command, _file, _output) = (command, file, output);

    /// <summary>Does what <paramref name="args"/> (after the word itself) ask for; returns the exit code.</summary>
    /// <param name="args">They.</param>
    /// <param name="ask">Shows a prompt and reads a line that nobody sees; null = none was given.</param>
    /// <param name="isTyped">Whether somebody types it: then it is asked for twice.</param>
    /// <param name="output">For answers.</param>
    /// <param name="errors">For what was wrong.</param>
    internal static int Run(string[] args, Func<string, string?> ask, bool isTyped, TextWriter output, TextWriter errors)
    {
        if (args is ["--help" or "-h"])
        {
            output.WriteLine(Help);
            return Done;
        }
        try
        {
            var (verb, name, rest) = args switch
            {
                ["add" or "remove", var one, .. var others] => (args[0], one, others),
                ["list", .. var others] => ("list", "", others),
                _ => ("list", "", args),
            };
            var command = CommandArguments.Parse(Word, rest, ["--json"], ["--lang"]);
            var keys = DirectoryOwner.Resolve(command.Bound<KeyOptions>("Keys").Directory);
            DirectoryOwner.TakeOn(keys);
            var guards = new GuardsCommand(command, new GuardFile(keys), output);
            return verb switch
            {
                "add" => guards.Add(name, ask, isTyped),
                "remove" => guards.Remove(name),
                _ => guards.List(),
            };
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or IOException
            or Microsoft.Extensions.Options.OptionsValidationException)
        {
            errors.WriteLine("✗ " + e.Message);
            return CannotLook;
        }
    }

    private int List()
    {
        var guards = _file.Read();
        if (_command.Json)
        {
            _output.WriteLine(JsonSerializer.Serialize(guards.Select(static one => one.Name), GuardJson.Default.IEnumerableString));
            return Done;
        }
        if (guards.Count == 0)
            return Say(Done, "Nobody has a PIN at this gate's screen. Add somebody: checkin-gate guards add bao-ve-1",
                "Chưa ai có mã PIN ở màn hình của cổng này. Thêm bằng: checkin-gate guards add bao-ve-1");
        foreach (var guard in guards)
            _output.WriteLine(guard.Name);
        return Done;
    }

    private int Add(string name, Func<string, string?> ask, bool isTyped)
    {
        if (!Guard.IsName(name))
            return Say(Refused, $"✗ A guard is called by 1 to {Guard.LongestName} small letters, digits, dots and hyphens, such as bao-ve-1.",
                $"✗ Tên bảo vệ gồm 1 đến {Guard.LongestName} chữ thường không dấu, chữ số, dấu chấm, gạch nối, ví dụ bao-ve-1.");
        var guards = _file.Read();
        if (guards.Count >= GuardFile.Most && guards.All(one => one.Name != name))
            return Say(Refused, $"✗ A gate has {GuardFile.Most} guards at most.", $"✗ Mỗi cổng có tối đa {GuardFile.Most} bảo vệ.");
        var pin = ask(_command.Language.Of($"PIN of {name}: ", $"Mã PIN của {name}: "))?.Trim();
        switch (Pin.ProblemOf(pin))
        {
            case PinProblem.Digits:
                return Say(Refused, $"✗ A PIN has {Pin.Shortest} to {Pin.Longest} digits. Nothing was changed.",
                    $"✗ Mã PIN gồm {Pin.Shortest} đến {Pin.Longest} chữ số. Chưa thay đổi gì.");
            case PinProblem.TooSimple:
                return Say(Refused, "✗ That is one of the first PINs that anybody tries. Nothing was changed.",
                    "✗ Mã PIN này quá dễ đoán. Chưa thay đổi gì.");
        }
        if (isTyped && ask(_command.Language.Of("Once more: ", "Nhập lại: "))?.Trim() != pin)
            return Say(Refused, "✗ That was another one. Nothing was changed.", "✗ Hai lần nhập khác nhau. Chưa thay đổi gì.");
        _file.Write([.. guards.Where(one => one.Name != name), Guard.Of(name, pin!)]);
        return Say(Done, $"✓ {name} has a PIN at this gate's screen: Guard, at its top.",
            $"✓ {name} đã có mã PIN ở màn hình của cổng: mục Bảo vệ, phía trên.");
    }

    private int Remove(string name)
    {
        var guards = _file.Read();
        if (guards.All(one => one.Name != name))
            return Say(Refused, $"✗ {name} has no PIN here.", $"✗ {name} không có mã PIN ở đây.");
        _file.Write(guards.Where(one => one.Name != name));
        return Say(Done, $"✓ {name} has no PIN here any more.", $"✓ {name} không còn mã PIN ở đây.");
    }

    private int Say(int code, string english, string vietnamese)
    {
        _output.WriteLine(_command.Language.Of(english, vietnamese));
        return code;
    }
}
