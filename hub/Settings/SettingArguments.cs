namespace CheckIn.Hub.Settings;

/// <summary>Settings among a command's arguments: <c>--Section:Name VALUE</c> or <c>--Section:Name=VALUE</c>.</summary>
internal static class SettingArguments
{
    /// <summary>Takes the settings off the line.</summary>
    /// <exception cref="FormatException">One has no value.</exception>
    internal static (string[] Settings, string[] Others) Split(string[] args)
    {
        var (settings, rest) = (new List<string>(), new List<string>());
        for (var i = 0; i < args.Length; i++)
        {
            var end = args[i].IndexOf('=', StringComparison.Ordinal);
            var name = end < 0 ? args[i] : args[i][..end];
            if (!name.StartsWith("--", StringComparison.Ordinal) || !name.Contains(':', StringComparison.Ordinal))
                rest.Add(args[i]);
            else if (end >= 0)
                settings.Add(args[i]);
            else if (++i < args.Length)
                settings.Add($"{name}={args[i]}");
            else
                throw new FormatException($"{name} has no value. Nothing was done.");
        }
        return ([.. settings], [.. rest]);
    }

    /// <summary>The value of an option that is needed before the line is parsed; null = it is not there.</summary>
    internal static string? ValueOf(string option, string[] args)
    {
        var at = Array.FindIndex(args, arg => arg == option || arg.StartsWith(option + "=", StringComparison.Ordinal));
        return at < 0 ? null
            : args[at].Length > option.Length ? args[at][(option.Length + 1)..]
            : at + 1 < args.Length ? args[at + 1] : null;
    }
}
