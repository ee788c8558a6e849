namespace CheckIn.Hub.Authority;

internal static partial class Log
{
    [LoggerMessage(2500, LogLevel.Warning,
        "Made the authority that gates will trust: {Path}, fingerprint {Fingerprint}. Its private key is {Key}: move "
        + "it to a medium that lies in a safe, and back up the rest apart from the events. Without them every gate "
        + "must be enrolled anew")]
    internal static partial void RootMade(ILogger logger, string path, string fingerprint, string key);

    [LoggerMessage(2501, LogLevel.Information,
        "Made the issuing certificate {Path}, fingerprint {Fingerprint}, good until {Until:yyyy-MM-dd}")]
    internal static partial void IssuingMade(ILogger logger, string path, string fingerprint, DateTimeOffset until);

    [LoggerMessage(2502, LogLevel.Warning,
        "The issuing certificate ends in {Days} days, and gates' certificates end with it at the latest. Bring the "
        + "root's key to {Key} for a moment, or run checkin-hub authority issuing --root DIRECTORY")]
    internal static partial void IssuingEnds(ILogger logger, int days, string key);

    [LoggerMessage(2503, LogLevel.Warning,
        "{Directory} is on a file system that keeps no modes: others on this machine may read the root's key there")]
    internal static partial void RootKeyOpen(ILogger logger, string directory);

    [LoggerMessage(2504, LogLevel.Warning,
        "Revoked the certificates of gate {Gate}: {Count}; it cannot connect any more")]
    internal static partial void Revoked(ILogger logger, string gate, int count);

    [LoggerMessage(2505, LogLevel.Error,
        "The revocation list {Path} could not be written: {Why}. This hub knows what is revoked; other MQTT servers "
        + "that read the list do not yet. It is tried again every minute; free some disk space or mend the directory")]
    internal static partial void ListNotWritten(ILogger logger, string path, string why);

    [LoggerMessage(2506, LogLevel.Warning,
        "{Count} certificates are revoked that the database does not know, as {Path} says: was the database put back "
        + "from a backup? They stay revoked")]
    internal static partial void RevocationsRemembered(ILogger logger, int count, string path);

    [LoggerMessage(2507, LogLevel.Warning,
        "The first use of {Count} certificates could not be written down: {Why}. It is tried with their next "
        + "connections")]
    internal static partial void SeenNotKept(ILogger logger, int count, string why);

    [LoggerMessage(2508, LogLevel.Information,
        "Made a server certificate for {Names}, fingerprint {Fingerprint}, good until {Until:yyyy-MM-dd}")]
    internal static partial void ServerCertificateMade(
        ILogger logger, string names, string fingerprint, DateTimeOffset until);

    [LoggerMessage(2509, LogLevel.Information,
        "{Setting}: took up what {Path} says now, good until {Until:yyyy-MM-dd}")]
    internal static partial void FileTaken(ILogger logger, string setting, string path, DateTimeOffset until);

    [LoggerMessage(2510, LogLevel.Error,
        "{Setting}: {Path} was changed and cannot be used: {Why}. The certificate there was serves on; put a "
        + "certificate and a key there that belong together")]
    internal static partial void FileNotTaken(ILogger logger, string setting, string path, string why);

    [LoggerMessage(2511, LogLevel.Warning,
        "{Setting}: the certificate in {Path} ends in {Days} days; put a new one in its place, it is taken up "
        + "by itself")]
    internal static partial void FileEnds(ILogger logger, string setting, string path, int days);

    [LoggerMessage(2512, LogLevel.Error,
        "The authority could not be looked after: {Why}. What is in memory serves on; it is tried again every minute")]
    internal static partial void NotLookedAfter(ILogger logger, string why);

    [LoggerMessage(2513, LogLevel.Information,
        "Took up another issuing certificate from {Path}, fingerprint {Fingerprint}, good until {Until:yyyy-MM-dd}")]
    internal static partial void IssuingTaken(ILogger logger, string path, string fingerprint, DateTimeOffset until);
}
