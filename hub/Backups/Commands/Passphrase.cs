using System.CommandLine;
using System.Text;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Backups;

/// <summary>Asks for a passphrase: without showing it, or from a file's first line.</summary>
internal static class Passphrase
{
    private const int Least = 12, Most = 256;

    internal static Option<string?> FromFile() => new("--passphrase-file")
    {
        HelpName = "FILE",
        Description = "its first line is the passphrase; by default it is asked for",
    };

    /// <exception cref="BackupException">Nobody can be asked, or it is none.</exception>
    internal static string Ask(CommandContext context, string? file, bool isNew)
    {
        if (file is not null)
            return Check(FirstLine(file), isNew);
        if (context.Input is not { } input)
            throw new BackupException(
                "Nobody can be asked for the passphrase here. Nothing was done: name a file with --passphrase-file.",
                "Không hỏi được mật khẩu ở đây. Chưa làm gì cả: hãy chỉ tệp bằng --passphrase-file.");
        var passphrase = Check(Read(context, input, context.Say("Passphrase: ", "Mật khẩu: ")), isNew);
        if (isNew && Read(context, input, context.Say("The same again: ", "Nhập lại: ")) != passphrase)
            throw new BackupException(
                "The two are not the same. Nothing was done.", "Hai lần nhập không giống nhau. Chưa làm gì cả.");
        return passphrase;
    }

    private static string FirstLine(string file)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault() ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException(
                $"{file} cannot be read: {e.Message} Nothing was done.",
                $"Không đọc được {file}: {e.Message} Chưa làm gì cả.",
                e);
        }
    }

    private static string Check(string passphrase, bool isNew) => passphrase.Length <= Most
        && passphrase.Length >= (isNew ? Least : 1) ? passphrase : throw new BackupException(
            $"A passphrase has {Least} to {Most} characters. Nothing was done.",
            $"Mật khẩu dài từ {Least} đến {Most} ký tự. Chưa làm gì cả.");

    private static string Read(CommandContext context, TextReader input, string question)
    {
        context.Errors.Write(question);
        context.Errors.Flush();
        if (!ReferenceEquals(input, Console.In))
            return input.ReadLine() ?? "";
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }
        context.Errors.WriteLine();
        return typed.ToString();
    }
}
