@{
    RootModule           = 'bin/net8.0/SkinEnhance.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '6f0a7c43-5d0e-4a86-9b5b-6a1d8a2c9e17'
    Author               = 'SkinEnhance contributors'
    CompanyName          = 'SkinEnhance contributors'
    Copyright            = '(c) 2026 SkinEnhance contributors. MIT licence.'
    Description          = 'Enhances skin in portraits and upscales images with the AI services of Comfy (Freepik/Magnific) and AILab Tools. A ledger records every submission, and SkinEnhance never resubmits a paid request on its own. A built-in emulator runs scripts without a key and without cost.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    TypesToProcess       = @('SkinEnhance.Types.ps1xml')
    FormatsToProcess     = @('SkinEnhance.Format.ps1xml')
    FunctionsToExport    = @()
    CmdletsToExport      = @(
        'Connect-EnhanceProvider'
        'Disconnect-EnhanceProvider'
        'Get-EnhanceBalance'
        'Get-EnhanceProvider'
        'Get-EnhanceTask'
        'Invoke-SkinEnhance'
        'Remove-EnhanceTask'
        'Save-EnhanceResult'
        'Start-EnhanceEmulator'
        'Start-Upscale'
        'Stop-EnhanceEmulator'
        'Test-EnhanceImage'
        'Wait-EnhanceTask'
    )
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags       = @('image', 'portrait', 'skin', 'enhance', 'upscale', 'AI', 'Magnific', 'Freepik', 'Comfy', 'AILab', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri = 'https://opensource.org/license/mit'
            ProjectUri = 'https://github.com/SkinEnhance/SkinEnhance'
        }
    }
}
