using CheckIn.Contract;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Turnstile;

namespace CheckIn.Gate.Lanes;

internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information,
        "Lane {Lane} ({Direction}) is open: scanner {Scanner} {Source}, repeats after {RepeatAfter}; relay on pin {Pin} "
        + "{Polarity} for {Pulse}, at most {MaxPulse}, without power {OnPowerLoss}; lamps green {Green}, red {Red}; when the "
        + "journal fails {Policy}.")]
    internal static partial void LaneOpen(
        ILogger logger, string lane, Direction direction, ScannerKind scanner, string? source, TimeSpan repeatAfter, int pin,
        Polarity polarity, TimeSpan pulse, TimeSpan maxPulse, PowerLoss onPowerLoss, int green, int red, JournalFailurePolicy policy);

    [LoggerMessage(1001, LogLevel.Critical, "Lane {Lane}: the decision could not be recorded, policy {Policy} applies. {Why}")]
    internal static partial void JournalFailed(ILogger logger, string lane, JournalFailurePolicy policy, string why);

    [LoggerMessage(1002, LogLevel.Critical, "The gate stops, its relays are off: {Why}")]
    internal static partial void GateFailed(ILogger logger, Exception exception, string why);

    [LoggerMessage(1003, LogLevel.Error, "That the gate {Name} could not be recorded. {Why}")]
    internal static partial void OperationUnrecorded(ILogger logger, string name, string why);

    [LoggerMessage(1004, LogLevel.Information,
        "Gate {Gate}, SQLite {Sqlite}, journal {Journal} (delivered events kept {Retention}, "
        + "at most {MaxBytes} bytes, when full {WhenFull}), keys {Keys}, hub {Hub}, "
        + "pins by {Driver} {Chip}.")]
    internal static partial void Settings(
        ILogger logger, string gate, string sqlite, string journal, TimeSpan retention, long maxBytes,
        JournalFullPolicy whenFull, string keys, Uri hub, GpioDriverKind driver, string? chip);

    [LoggerMessage(1005, LogLevel.Warning,
        "SQLite {Version} can lose committed rows when two connections write and checkpoint at once. This program lets one "
        + "connection alone do both, so it is not affected; open the journal with other programs for reading only.")]
    internal static partial void WalResetFault(ILogger logger, string version);

    [LoggerMessage(1006, LogLevel.Error,
        "Lane {Lane}: the alarm {Alarm} with its count, {Count}, could not be recorded yet; the count is kept and tried again. {Why}")]
    internal static partial void AlarmUnrecorded(ILogger logger, string lane, string alarm, long count, string why);

    [LoggerMessage(1007, LogLevel.Warning,
        "Lane {Lane}: too many codes in a minute that name nobody. They are refused as before, but until the minute is "
        + "over only counted; whoever is admitted still gets an event. Look who stands at the scanner.")]
    internal static partial void FloodBegan(ILogger logger, string lane);

    [LoggerMessage(1008, LogLevel.Warning, "Lane {Lane}: {Count} refused codes are recorded as one counted event, unknown_codes.")]
    internal static partial void Flood(ILogger logger, string lane, long count);

    [LoggerMessage(1009, LogLevel.Warning, "{Lane}: alarm {Alarm}.")]
    internal static partial void AlarmRaised(ILogger logger, string lane, string alarm);

    [LoggerMessage(1010, LogLevel.Information, "{Lane}: alarm {Alarm} is over, after {Stood}.")]
    internal static partial void AlarmCleared(ILogger logger, string lane, string alarm, TimeSpan stood);

    [LoggerMessage(1011, LogLevel.Error,
        "The event {Kind} of {Lane} could not be recorded yet; it is kept in memory and tried again every five seconds. {Why}")]
    internal static partial void EventWaits(ILogger logger, string kind, string lane, string why);

    [LoggerMessage(1012, LogLevel.Critical,
        "{Count} events (passages, alarms, operations) are lost: the journal could not be written until the gate stopped.")]
    internal static partial void EventsLost(ILogger logger, long count);

    [LoggerMessage(1013, LogLevel.Warning,
        "Lane {Lane}: the mains are gone. When the battery is empty the lock's state without power is {OnPowerLoss}.")]
    internal static partial void OnBattery(ILogger logger, string lane, PowerLoss onPowerLoss);

    [LoggerMessage(1014, LogLevel.Warning,
        "Whether settings differ from those of the run before cannot be told. Nothing else is affected. {Why}")]
    internal static partial void SettingsNotKept(ILogger logger, string why);

    [LoggerMessage(1015, LogLevel.Information, "{Where}: contact {Contact} on pin {Pin}, {Polarity}; active now: {Active}.")]
    internal static partial void Contact(ILogger logger, string where, string contact, int pin, Polarity polarity, bool active);
}
