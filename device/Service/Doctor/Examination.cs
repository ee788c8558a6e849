using System.Globalization;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Health;
using CheckIn.Gate.Identity;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Service.Commands;
using CheckIn.Gate.Uplink;
using CheckIn.Settings;

namespace CheckIn.Gate.Service.Doctor;

/// <summary>What every check needs: the gate's word if it runs, its settings, the machine, the language.</summary>
/// <param name="Running">The running gate's report; null = it does not run.</param>
/// <param name="Root">Where /sys, /proc, /etc and /run are; another one for tests.</param>
internal sealed record Examination(
    StatusReport? Running, IConfiguration Settings, Language Language, Technician Technician, string Root = "/")
{
    internal DoctorWords Words { get; } = DoctorWords.Of(Language);

    internal Units Units { get; } = new(Language);

    internal Board Board { get; } = new(Root);

    /// <summary>A section as it is set, bound without complaint: what is wrong there is another check's.</summary>
    internal T Section<T>(string name) where T : class, new()
    {
        var options = new T();
        try
        {
            Settings.GetSection(name).Bind(options);
        }
        catch (InvalidOperationException)
        {
            // A text that is none of its setting's type; the gate itself will not start with it.
        }
        return options;
    }

    internal GateClock Clock { get; } = new(TimeProvider.System);

    /// <summary>How the gate gets to its hub, by its settings and what enrolment left.</summary>
    internal HubAccess HubAccess => new(
        new EnrolmentStore(DirectoryOwner.Resolve(EnrolledSettings.DirectoryOf(Settings))), Section<UplinkOptions>("Uplink"),
        new LastKnownTime(Clock, ClockMemory.PathBeside(DirectoryOwner.Resolve(Section<JournalOptions>("Journal").Path))));

    internal string File(string path) => Path.Combine(Root, path);

    internal static string Say(string sentence, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, sentence, values);
}

/// <summary>One look at one thing. It finds, and never throws for what it finds.</summary>
internal interface ICheck
{
    IAsyncEnumerable<Finding> LookAsync(Examination examination, CancellationToken cancellation);
}
