namespace CheckIn.Gate.Service.Doctor;

/// <summary>Whoever stands at the gate; nobody, where there is no terminal or none is to be asked.</summary>
internal sealed class Technician(TextReader answers, TextWriter questions, bool isThere)
{
    internal bool IsThere => isThere;

    /// <summary>Yes or no; null when he does not know, or nobody is there.</summary>
    internal async ValueTask<bool?> AskAsync(string question, CancellationToken cancellation)
    {
        if (!isThere)
            return null;
        await questions.WriteAsync($"? {question} ");
        await questions.FlushAsync(cancellation);
        // A console reads a line without looking at the token; Ctrl+C must not wait for Enter.
        var line = await Task.Run(answers.ReadLine, CancellationToken.None).WaitAsync(cancellation);
        return line?.Trim().ToUpperInvariant() switch
        {
            "Y" or "YES" or "C" or "CÓ" or "CO" => true,
            "N" or "NO" or "K" or "KHÔNG" or "KHONG" => false,
            _ => null,
        };
    }

    /// <summary>What he should do or sees meanwhile.</summary>
    internal async ValueTask TellAsync(string text)
    {
        if (!isThere)
            return;
        await questions.WriteLineAsync("  " + text);
        await questions.FlushAsync();
    }
}
