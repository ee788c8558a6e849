using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Mqtt;

namespace CheckIn.FleetSimulator;

/// <summary>
/// What a gate does with its settings: takes up those that it has not decided on yet, and reports. It has nothing to
/// set, so it takes all of them, at once; but one of those that are to fail refuses whatever names the trouble.
/// </summary>
internal sealed class GateSettings(string id, bool isFailing, GateSurroundings around)
{
    private readonly Lock _lock = new();
    private ReportedMessage _report = new(0, ReportedStates.Applied);
    private bool _isTold = true;

    /// <summary>There is something new to report.</summary>
    internal bool IsDue
    {
        get { lock (_lock) return !_isTold; }
    }

    /// <summary>A connection has begun; what is in force is said again.</summary>
    internal void Begin()
    {
        lock (_lock)
            _isTold = false;
    }

    /// <summary>Something is wanted, perhaps what is known already.</summary>
    internal void Want(DesiredMessage? wanted)
    {
        lock (_lock)
        {
            var version = wanted?.Settings?.Version ?? 0;
            if (version == (_report.Wanted ?? _report.Version))
                return;
            var text = wanted?.Settings?.Values.ToJsonString() ?? "";
            _report = isFailing && text.Contains(SettingsRun.Trouble, StringComparison.Ordinal)
                ? new ReportedMessage(_report.Version, ReportedStates.Refused, version,
                    [new SettingsError("Logging:LogLevel:" + SettingsRun.Trouble, "it is one of those that fail")])
                : new ReportedMessage(version, ReportedStates.Applied);
            _isTold = false;
            if (_report.State == ReportedStates.Applied)
                around.Settings.Apply(id, text);
        }
    }

    /// <summary>The report; null = it is told.</summary>
    internal MqttMessage? Take()
    {
        lock (_lock)
        {
            if (_isTold)
                return null;
            _isTold = true;
            return new MqttMessage(Topics.Of(id, GateTopic.Reported),
                JsonSerializer.SerializeToUtf8Bytes(_report, ContractJson.Default.ReportedMessage))
            { Retain = true, ContentType = ContentTypes.Reported };
        }
    }
}
