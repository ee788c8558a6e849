using System.Globalization;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Scanning;

namespace CheckIn.Gate.Service.Doctor;

/// <summary>
/// Whether the gate's user may use what its lanes need, by the groups that devices have on Raspberry Pi OS and Debian. Of
/// a running gate the process counts, since its unit may give it groups that its user does not have.
/// </summary>
internal sealed class UserCheck : QuickCheck
{
    internal const string Name = "user";
    private const uint Root = 0;

    protected override IEnumerable<Finding> Look(Examination examination)
    {
        var words = examination.Words;
        var process = examination.Running?.Process.ToString(CultureInfo.InvariantCulture) ?? "self";
        var (user, groups) = Credentials(examination.File($"proc/{process}/status"));
        if (user is not { } id)
            yield break;
        if (id == Root)
        {
            // Whoever asks with sudo says nothing about the user under which the gate will run.
            if (examination.Running is not null)
                yield return new(Name, CheckState.Look, words.UserRoot, words.UserRootDo);
            yield break;
        }
        var needed = Needed(examination);
        var known = Names(examination.File("etc/group"));
        var has = groups.Select(group => known.GetValueOrDefault(group, "")).ToHashSet(StringComparer.Ordinal);
        var name = Peer.NameOf(id, examination.File("etc/passwd"));
        var lacking = needed.Where(group => known.ContainsValue(group) && !has.Contains(group)).ToList();
        yield return lacking.Count == 0
            ? new(Name, CheckState.Good, Examination.Say(words.UserGood, name, string.Join(", ", needed)))
            : new(Name, CheckState.Wrong, Examination.Say(words.UserLacks, name, string.Join(", ", lacking)),
                Examination.Say(words.UserLacksDo, name, string.Join(',', lacking)));
    }

    private static List<string> Needed(Examination examination)
    {
        var lanes = new LanesOptions();
        examination.Settings.Bind(lanes);
        var groups = lanes.Lanes.Select(static lane => lane.Scanner.Kind switch
        {
            ScannerKind.Serial => "dialout",
            ScannerKind.Camera => "video",
            ScannerKind.Keyboard => "input",
            _ => "",
        });
        var pins = examination.Section<GpioOptions>("Gpio").Driver == GpioDriverKind.Linux ? "gpio" : "";
        return [.. groups.Append(pins).Where(static group => group.Length > 0).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Effective user, effective group and further groups of a process.</summary>
    private static (uint? User, IReadOnlyList<uint> Groups) Credentials(string status)
    {
        uint? user = null;
        var groups = new List<uint>();
        try
        {
            foreach (var line in File.ReadLines(status))
            {
                var fields = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
                if (fields is ["Uid:", _, var effective, ..])
                    user = uint.Parse(effective, CultureInfo.InvariantCulture);
                else if (fields is ["Gid:", _, var group, ..])
                    groups.Add(uint.Parse(group, CultureInfo.InvariantCulture));
                else if (fields is ["Groups:", .. var more])
                    groups.AddRange(more.Select(static id => uint.Parse(id, CultureInfo.InvariantCulture)));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return (null, []);
        }
        return (user, groups);
    }

    private static Dictionary<uint, string> Names(string file)
    {
        var names = new Dictionary<uint, string>();
        try
        {
            foreach (var line in File.ReadLines(file))
            {
                if (line.Split(':') is [var name, _, var id, ..]
                    && uint.TryParse(id, CultureInfo.InvariantCulture, out var number))
                    names.TryAdd(number, name);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without names no group is missed.
        }
        return names;
    }
}
