using System.CommandLine;
using System.Text;

namespace CheckIn.Hub.Settings;

/// <summary>The passphrase of a private key: asked for without showing what is typed, or a file's first line.</summary>
internal static class Passphrase
{
    /// <summary>Characters of a new one, at least.</summary>
    internal const int Least = 12;
    private const int Most = 256;

    internal static Option<string?> FromFile() => new("--passphrase-file")
    {
        HelpName = "FILE",
        Description = "its first line is the passphrase; by default it is asked for",
    };

    /// <param name="context">The command's.</param>
    /// <param name="file">Its first line; null = somebody is asked.</param>
    /// <param name="isNew">It must be long enough, and is asked twice.</param>
    /// <exception cref="PassphraseException">Nobody can be asked, or it is none.</exception>
    internal static string Ask(CommandContext context, string? file, bool isNew)
    {
        if (file is not null)
            return Check(FirstLine(file), isNew);
        if (context.Input is not { } input)
            throw new PassphraseException(
                "Nobody can be asked for the passphrase here. Name a file with --passphrase-file.",
                "Không hỏi được mật khẩu ở đây. Hãy chỉ tệp bằng --passphrase-file.");
        var passphrase = Check(Read(context, input, context.Say("Passphrase: ", "Mật khẩu: ")), isNew);
        if (isNew && Read(context, input, context.Say("The same again: ", "Nhập lại: ")) != passphrase)
            throw new PassphraseException("The two are not the same.", "Hai lần nhập không giống nhau.");
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
            throw new PassphraseException($"{file} cannot be read: {e.Message}", $"Không đọc được {file}: {e.Message}");
        }
    }

    private static string Check(string passphrase, bool isNew) => passphrase.Length switch
    {
        0 => throw new PassphraseException("The passphrase is empty.", "Mật khẩu để trống."),
        > Most => throw new PassphraseException(
            $"The passphrase has more than {Most} characters.", $"Mật khẩu dài hơn {Most} ký tự."),
        < Least when isNew => throw new PassphraseException(
            $"The passphrase has fewer than {Least} characters.", $"Mật khẩu ngắn hơn {Least} ký tự."),
        _ => passphrase,
    };

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
            else if (!char.IsControl(key.KeyChar) && typed.Length <= Most)
                typed.Append(key.KeyChar);
        }
        context.Errors.WriteLine();
        return typed.ToString();
    }
}

/// <summary>There is no passphrase that could be used.</summary>
internal sealed class PassphraseException(string english, string vietnamese)
    : RefusalException(english + " Nothing was done.", vietnamese + " Chưa làm gì cả.");
