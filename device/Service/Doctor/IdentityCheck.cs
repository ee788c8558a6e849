using CheckIn.Gate.Identity;
using CheckIn.Gate.Uplink;

namespace CheckIn.Gate.Service.Doctor;

/// <summary>
/// Whether the gate can prove who it is. One whose hub is on this machine needs no proof, so nothing is said of it.
/// </summary>
internal sealed class IdentityCheck : QuickCheck
{
    internal const string Name = "identity";

    protected override IEnumerable<Finding> Look(Examination examination)
    {
        var words = examination.Words;
        var uplink = examination.Section<UplinkOptions>("Uplink");
        if (examination.Running is { } running)
        {
            if (running.Identity is { } identity)
                yield return Found(identity, examination);
            yield break;
        }
        if (!uplink.IsEncrypted)
            yield break;
        using var standing = new IdentityStanding(examination.HubAccess, examination.Clock);
        yield return standing.Read() is { } stored ? Found(stored, examination)
            : new(
                Name, CheckState.Wrong, Examination.Say(words.IdentityNone, uplink.Hub.ToString().TrimEnd('/')),
                words.IdentityNoneDo);
    }

    private static Finding Found(IdentityReport identity, Examination examination)
    {
        var words = examination.Words;
        var (mark, text) = IdentityTexts.Of(identity, examination.Language);
        return mark switch
        {
            "✓" => new(Name, CheckState.Good, text),
            "✗" => new(Name, CheckState.Wrong, text, words.IdentityDo),
            _ => new(Name, CheckState.Look, text, identity.IsLate ? words.IdentityLateDo
                : identity.SettingsWait ? words.SettingsWaitDo : null),
        };
    }
}
