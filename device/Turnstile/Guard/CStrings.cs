using System.Runtime.InteropServices;

namespace CheckIn.Gate.Turnstile.Guard;

/// <summary>Texts as C has them: an array of pointers to bytes that end with 0, which itself ends with a null pointer.</summary>
internal sealed unsafe class CStrings : IDisposable
{
    private readonly int _count;

    internal CStrings(IReadOnlyList<string> texts)
    {
        _count = texts.Count;
        Pointers = (byte**)NativeMemory.AllocZeroed((nuint)(_count + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < _count; i++)
            Pointers[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
    }

    internal byte** Pointers { get; }

    internal byte* First => Pointers[0];

    public void Dispose()
    {
        for (var i = 0; i < _count; i++)
            Marshal.FreeCoTaskMem((nint)Pointers[i]);
        NativeMemory.Free(Pointers);
    }
}
