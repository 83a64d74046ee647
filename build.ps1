#Requires -Version 7.4
<#
.SYNOPSIS
Builds, tests, packages and demonstrates the module SkinEnhance.
.DESCRIPTION
The tasks run in the specified order. The output is in the folder out.

Build    builds all projects and stages the module at out/SkinEnhance/<version>, so that Import-Module ./out/SkinEnhance works.
Test     builds and runs all tests, including the Pester suite under the PowerShell of .config/dotnet-tools.json.
Package  stages the module and packs it as out/SkinEnhance.<version>.nupkg, for a gallery or a folder repository.
Demo     stages the module and processes the sample portraits with all modes and an upscaler on the built-in emulator; results in out/demo.
Clean    removes out and the build output of the projects.
.PARAMETER Task
The tasks to run. Default Build.
.PARAMETER Configuration
Debug or Release. Default Release.
.EXAMPLE
./build.ps1
Import-Module ./out/SkinEnhance
.EXAMPLE
./build.ps1 -Task Clean, Test, Package
.EXAMPLE
./build.ps1 -Task Package
Register-PSResourceRepository -Name local -Uri ./out -Trusted
Install-PSResource -Name SkinEnhance -Repository local

Installs the packed module from the output folder.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Package', 'Demo', 'Clean')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$module = Join-Path $PSScriptRoot 'src/SkinEnhance'
$output = Join-Path $PSScriptRoot 'out'

function Invoke-Dotnet {
    param([string[]] $Argument)

    & dotnet $Argument
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($Argument[0]) failed with exit code $LASTEXITCODE."
    }
}

function Invoke-Stage {
    Invoke-Dotnet -Argument 'build', $module, '-t:Stage', '-c', $Configuration, '--nologo'
}

# The manifest is the only description of the module.
function Write-Nuspec {
    param([string] $Path, [hashtable] $Manifest)

    $data = $Manifest.PrivateData.PSData
    $tags = @($data.Tags) + 'PSModule' + 'PSIncludes_Cmdlet'
    $tags += $Manifest.CmdletsToExport | ForEach-Object { "PSCmdlet_$_"; "PSCommand_$_" }
    $settings = [Xml.XmlWriterSettings]@{ Indent = $true }
    $writer = [Xml.XmlWriter]::Create($Path, $settings)
    try {
        $space = 'http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd'
        $writer.WriteStartElement('package', $space)
        $writer.WriteStartElement('metadata', $space)
        $writer.WriteElementString('id', $space, 'SkinEnhance')
        $writer.WriteElementString('version', $space, $Manifest.ModuleVersion)
        $writer.WriteElementString('authors', $space, $Manifest.Author)
        $writer.WriteElementString('description', $space, $Manifest.Description)
        $writer.WriteElementString('copyright', $space, $Manifest.Copyright)
        $writer.WriteElementString('projectUrl', $space, $data.ProjectUri)
        $writer.WriteElementString('requireLicenseAcceptance', $space, 'false')
        $writer.WriteStartElement('license', $space)
        $writer.WriteAttributeString('type', 'expression')
        $writer.WriteString('MIT')
        $writer.WriteEndElement()
        $writer.WriteElementString('tags', $space, $tags -join ' ')
        $writer.WriteEndElement()
        $writer.WriteStartElement('files', $space)
        $writer.WriteStartElement('file', $space)
        $writer.WriteAttributeString('src', '**')
        $writer.WriteEndElement()
        $writer.WriteEndElement()
        $writer.WriteEndElement()
    }
    finally {
        $writer.Dispose()
    }
}

function Invoke-Package {
    Invoke-Stage
    $manifest = Import-PowerShellDataFile -LiteralPath (Join-Path $PSScriptRoot 'SkinEnhance.psd1')
    $nuspec = Join-Path $output 'SkinEnhance.nuspec'
    try {
        Write-Nuspec -Path $nuspec -Manifest $manifest
        $staged = Join-Path $output "SkinEnhance/$($manifest.ModuleVersion)"

        # NuGet's warnings about the folders of assemblies apply to packages that are compile-time references.
        $advice = '-p:NoWarn=NU5100%3BNU5128'
        Invoke-Dotnet -Argument 'pack', $module, '--no-build', '-c', $Configuration, '--nologo', '-o', $output, "-p:NuspecFile=$nuspec", "-p:NuspecBasePath=$staged", $advice
    }
    finally {
        Remove-Item -LiteralPath $nuspec -ErrorAction Ignore
    }

    Get-Item -LiteralPath (Join-Path $output "SkinEnhance.$($manifest.ModuleVersion).nupkg")
}

function Invoke-Clean {
    Remove-Item -LiteralPath $output -Recurse -Force -ErrorAction Ignore
    foreach ($project in Get-ChildItem -LiteralPath $PSScriptRoot -Recurse -File -Filter *.csproj) {
        'bin', 'obj', 'TestResults' | ForEach-Object { Join-Path $project.DirectoryName $_ } | Where-Object { Test-Path -LiteralPath $_ } | Remove-Item -Recurse -Force
    }
}

Push-Location -LiteralPath $PSScriptRoot
try {
    switch ($Task) {
        'Build' { Invoke-Dotnet -Argument 'build', 'SkinEnhance.slnx', '-c', $Configuration, '--nologo'; Invoke-Stage }
        'Test' { Invoke-Dotnet -Argument 'test', 'SkinEnhance.slnx', '-c', $Configuration, '--nologo' }
        'Package' { Invoke-Package }
        'Demo' { Invoke-Dotnet -Argument 'build', $module, '-t:Demo', '-c', $Configuration, '--nologo' }
        'Clean' { Invoke-Clean }
    }
}
finally {
    Pop-Location
}
