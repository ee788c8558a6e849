using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Settings;

/// <summary>
/// Secrets among the settings, and where they may come from. A secret in appsettings.json or in the environment is read by
/// whoever reads the unit or the process's environment, so each can be given as a file instead: <c>NAMEFile</c> names a
/// file whose first line is the secret, and a credential of the service manager (<c>LoadCredential=Alerts.Mail.Password:…</c>,
/// the setting's name with dots) does the same without any setting. Settings that are files themselves, such as private
/// keys, take a credential's path in the same way. A file with a secret that others than its owner can read is refused; a
/// key that somebody else manages may belong to a group, and is only spoken of when everybody can read it.
/// </summary>
internal static class SecretFiles
{
    internal const string CredentialsVariable = "CREDENTIALS_DIRECTORY";

    /// <summary>Settings that are secrets.</summary>
    internal static readonly string[] Secrets = ["Alerts:Mail:Password", "Broker:ServerPassword"];

    /// <summary>Settings that are paths of files with secrets of ours: a first line.</summary>
    internal static readonly string[] OwnFiles = ["Authority:PassphraseFile", "Accounts:OpenId:SecretFile"];

    /// <summary>Settings that are paths of private keys, or of certificates that may hold theirs.</summary>
    internal static readonly string[] KeyFiles =
    [
        "Web:Key", "Web:Certificate", "Broker:TlsKey", "Broker:TlsCertificate", "Broker:ServerKey",
        "Broker:ServerCertificate",
    ];

    private const UnixFileMode Everybody = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private const UnixFileMode Others = Everybody | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>Adds what files and credentials say, above everything that was there.</summary>
    /// <param name="credentials">The service manager's directory; null = there is none.</param>
    /// <exception cref="OptionsValidationException">One cannot be used; each is named.</exception>
    internal static IConfigurationBuilder AddSecretFiles(this IConfigurationBuilder configuration, string? credentials)
    {
        var soFar = SoFar(configuration);
        var problems = new List<string>();
        var found = new Dictionary<string, string?>();
        foreach (var setting in OwnFiles.Concat(KeyFiles))
        {
            if (Credential(credentials, setting) is { } path)
                Take(setting, path);
        }
        foreach (var setting in Secrets)
        {
            var named = soFar[setting + "File"];
            if (named is { Length: > 0 } && Read(setting + "File", named, Others, problems) is { } secret)
                Take(setting, secret);
            if (Credential(credentials, setting) is { } path && Read(setting, path, Everybody, problems) is { } given)
                Take(setting, given);
        }
        foreach (var setting in OwnFiles.Where(one => soFar[one] is { Length: > 0 }))
            _ = Read(setting, soFar[setting]!, Others, problems);
        if (problems.Count > 0)
            throw new OptionsValidationException(nameof(SecretFiles), typeof(SecretFiles), problems);
        return configuration.AddInMemoryCollection(found);

        void Take(string setting, string value)
        {
            if (soFar[setting] is { Length: > 0 } || !found.TryAdd(setting, value))
                problems.Add($"{setting} is given twice: by a file or credential, and otherwise. Leave one of them out.");
        }
    }

    /// <summary>Keys among the settings that everybody on this machine can read.</summary>
    internal static IEnumerable<(string Setting, string Path)> Exposed(IConfiguration configuration) =>
        from setting in KeyFiles
        let path = configuration[setting]
        where path is { Length: > 0 } && File.Exists(path) && IsOpenTo(path, Everybody) && HoldsKey(path)
        select (setting, path);

    internal static void WarnOfExposed(IConfiguration configuration, ILogger log)
    {
        foreach (var (setting, path) in Exposed(configuration))
            Log.KeyIsExposed(log, setting, path);
    }

    private static IConfigurationRoot SoFar(IConfigurationBuilder configuration)
    {
        var copy = new ConfigurationBuilder();
        foreach (var source in configuration.Sources)
            copy.Add(source);
        return copy.Build();
    }

    private static string? Credential(string? folder, string setting)
    {
        if (string.IsNullOrEmpty(folder))
            return null;
        var path = Path.Combine(folder, setting.Replace(':', '.'));
        return File.Exists(path) ? path : null;
    }

    private static string? Read(string setting, string path, UnixFileMode tooWide, List<string> problems)
    {
        try
        {
            if (IsOpenTo(path, tooWide))
            {
                problems.Add($"{setting} is '{path}', which others than its owner can read or write. "
                    + $"Think of the secret as known; set a new one and 'chmod 600 {path}'.");
                return null;
            }
            if (File.ReadLines(path).FirstOrDefault() is { Length: > 0 } secret)
                return secret;
            problems.Add($"{setting} is '{path}', but its first line is empty; the secret belongs there.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{setting} is '{path}', which cannot be read: {e.Message}");
        }
        return null;
    }

    private static bool IsOpenTo(string path, UnixFileMode whom) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & whom) != 0;

    private static bool HoldsKey(string path)
    {
        try
        {
            return File.ReadLines(path).Any(line => line.Contains("PRIVATE KEY", StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
